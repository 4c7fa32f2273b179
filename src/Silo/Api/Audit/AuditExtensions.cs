namespace LlmGateway.Silo.Api.Audit;

/// <summary>Which endpoints are audited, and by what name.</summary>
internal static class AuditExtensions
{
    /// <summary>Records every call that can change something, in this group or at this endpoint.</summary>
    /// <param name="endpoints">A group, or one endpoint.</param>
    /// <param name="action">What the endpoint does, such as <c>keys.rotate</c>; without it, method and route say so.</param>
    /// <param name="makesTenant">Whether what it makes is a tenant.</param>
    /// <param name="personal">Whether what is sent says who somebody is: then it is not kept.</param>
    public static TBuilder Audited<TBuilder>(this TBuilder endpoints, string? action = null, bool makesTenant = false, bool personal = false)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new AuditedAction(action, makesTenant, personal));
}
