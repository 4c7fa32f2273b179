namespace LlmGateway.Silo.Users;

/// <summary>Reads the forms of accounts before anything else does, so that one that can't be read is answered with 400.</summary>
internal sealed class FormReading(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase) && http.Request.HasFormContentType)
        {
            try
            {
                await http.Request.ReadFormAsync(http.RequestAborted);
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
            {
                await TypedResults.Text("This form can't be read.", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(http);
                return;
            }
        }

        await next(http);
    }
}
