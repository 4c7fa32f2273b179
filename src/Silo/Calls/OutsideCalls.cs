using LlmGateway.Grains.Calls;

namespace LlmGateway.Silo.Calls;

/// <summary>
/// Keeps programs outside the cluster from calling grains past the gateway's rules: all that they may call is <see cref="IGatewayGrain"/>, which knows its caller as HTTP does, and what an
/// Orleans client needs to find its way.
/// </summary>
/// <remarks>Who sent a call is what the client's connection says. That no stranger can connect and say otherwise is for the network and for the certificates of the gateway port to ensure.</remarks>
internal sealed class OutsideCalls : IIncomingGrainCallFilter
{
    private const string Manifest = "Orleans.Runtime.IClusterManifestSystemTarget";

    // A silo's own requests come from a client too, which lives in it.
    private static ReadOnlySpan<byte> Hosted => "hosted-"u8;

    public Task Invoke(IIncomingGrainCallContext context) =>
        context.SourceId is { } source && source.Type.IsClient() && !source.Key.AsSpan().StartsWith(Hosted) && !IsOpen(context)
            ? throw new OutsideCallException($"'{context.Request.GetInterfaceName()}' can't be called from outside the cluster. Call {nameof(IGatewayGrain)}.")
            : context.Invoke();

    private static bool IsOpen(IIncomingGrainCallContext context) => context.Grain is IGatewayGrain || context.Request.GetInterfaceType()?.FullName == Manifest;
}
