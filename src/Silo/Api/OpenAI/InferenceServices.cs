using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Api.Upstreams;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.Telemetry;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>What the inference endpoints work with.</summary>
internal sealed record InferenceServices(SiloRoutes Routes, ReplicaClient Replicas, Admission Admission, UpstreamRelay Upstreams, InferenceMetrics Metrics, TimeProvider Time, IOptions<GatewayOptions> Options, DrainDeadline Drain);
