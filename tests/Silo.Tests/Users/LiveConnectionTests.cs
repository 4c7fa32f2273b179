using System.Diagnostics;
using System.Net.WebSockets;

namespace LlmGateway.Silo.Tests.Users;

/// <summary>The live connection of the dashboard's pages.</summary>
public sealed class LiveConnectionTests(UsersSilo users) : IClassFixture<UsersSilo>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_Ended_ConnectionCutWithinASecond()
    {
        var (browser, id, _) = await users.SignedInAsync();
        using (browser)
        {
            using ClientWebSocket socket = new();
            socket.Options.Cookies = browser.Cookies;
            await socket.ConnectAsync(new UriBuilder(users.Silo.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, Cancelled);
            await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, Cancelled);
            socket.State.ShouldBe(WebSocketState.Open);

            (await users.Admin.DeleteAsync($"/admin/v1/users/{id}/sessions")).With(200);

            var ended = Stopwatch.GetTimestamp();
            await ReadToEndAsync(socket);
            Stopwatch.GetElapsedTime(ended).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task ReadToEndAsync(ClientWebSocket socket)
    {
        var bytes = new byte[4096];
        try
        {
            while ((await socket.ReceiveAsync(bytes, Cancelled)).MessageType != WebSocketMessageType.Close)
            {
                // What it says before is of no interest.
            }
        }
        catch (WebSocketException)
        {
            // Cut off.
        }
    }
}
