using System.Reflection;
using LlmGateway.Grains.Calls;

namespace LlmGateway.Silo.Tests.Calls;

/// <summary>Grains that decide by what they are told trust their callers: nobody outside the cluster is one.</summary>
public sealed class OutsideCallsTests(OrleansClient orleans) : IClassFixture<OrleansClient>
{
    public static TheoryData<string, string> Methods => [.. typeof(IGatewayGrain).Assembly.GetTypes()
        .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)) && type != typeof(IGatewayGrain))
        .SelectMany(type => type.GetMethods(), (type, method) => (type.FullName!, method.Name))];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Method_CalledByAnOrleansClient_Refused(string type, string name)
    {
        var contract = typeof(IGatewayGrain).Assembly.GetType(type)!;
        var grain = contract.IsAssignableTo(typeof(IGrainWithIntegerKey)) ? orleans.Grains.GetGrain(contract, 0) : orleans.Grains.GetGrain(contract, "tenant/default");
        var method = contract.GetMethod(name)!;
        var arguments = method.GetParameters().Select(parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null).ToArray();

        await Should.ThrowAsync<OutsideCallException>(() => CallAsync(method, grain, arguments));
    }

    [Fact]
    public async Task Management_CalledByAnOrleansClient_Refused() =>
        await Should.ThrowAsync<OutsideCallException>(() => orleans.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero));

    private static async Task CallAsync(MethodInfo method, object grain, object?[] arguments)
    {
        var result = method.Invoke(grain, arguments)!;
        if (method.ReturnType.GetMethod("GetAsyncEnumerator") is { } enumerate)
        {
            var enumerator = enumerate.Invoke(result, [CancellationToken.None])!;
            var next = typeof(IAsyncEnumerator<>).MakeGenericType(method.ReturnType.GetGenericArguments()).GetMethod("MoveNextAsync")!;
            await (ValueTask<bool>)next.Invoke(enumerator, null)!;
        }
        else
        {
            await (result as Task ?? (Task)result.GetType().GetMethod("AsTask")!.Invoke(result, null)!);
        }
    }
}
