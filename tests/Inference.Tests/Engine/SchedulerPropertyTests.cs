using CsCheck;
using LlmGateway.Inference.Engine;

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>Whatever arrives and leaves, and whenever: bounds hold, and everyone is served.</summary>
public sealed class SchedulerPropertyTests
{
    private const int CacheTokens = 120;

    private sealed record Request(int ArrivesAt, int Prompt, int MaxTokens, int? LeavesAt);

    [Fact]
    public void Plan_RandomArrivalsAndDepartures_BoundsHoldAndEveryoneIsServed()
    {
        var request = Gen.Select(Gen.Int[0, 60], Gen.Int[1, 70], Gen.Int[1, 50], Gen.Int[0, 200]).Select(
            (arrives, prompt, maxTokens, stays) => new Request(arrives, prompt, maxTokens, stays < 40 ? arrives + stays : null));
        Gen.Select(request.Array[1, 25], Gen.Int[1, 6], Gen.Int[1, 40]).Sample(Simulate, iter: 400, threads: 1);
    }

    private static void Simulate(Request[] requests, int slots, int prefill)
    {
        var scheduler = new Scheduler(slots, CacheTokens, prefill);
        var open = new OrderedDictionary<TestSequence, Request>();
        List<TestSequence> arrived = [];
        List<TestSequence> started = [];
        var work = requests.Sum(request => request.Prompt + request.MaxTokens);
        for (var step = 0; open.Count > 0 || step <= requests.Max(request => request.ArrivesAt); step++)
        {
            step.ShouldBeLessThan(work + 300, "someone is never served");
            foreach (var request in requests.Where(request => request.ArrivesAt == step))
            {
                var sequence = new TestSequence(request.Prompt, request.MaxTokens);
                scheduler.Add(sequence);
                open.Add(sequence, request);
                arrived.Add(sequence);
            }

            Leave(sequence => open[sequence].LeavesAt <= step);
            List<PlannedSpan> plan = [];
            scheduler.Plan(plan);
            started.AddRange(open.Keys.Where(sequence => sequence.Slot >= 0).Except(started));
            CheckBounds(plan, open.Keys, slots, prefill);
            plan.ForEach(span => ((TestSequence)span.Sequence).Compute(span));
            Leave(sequence => sequence.Finished);
        }

        (scheduler.Running, scheduler.Waiting).ShouldBe((0, 0));
        started.ShouldBe(arrived.Where(started.Contains), "they start in order of arrival");

        void Leave(Func<TestSequence, bool> leaves)
        {
            foreach (var sequence in open.Keys.Where(leaves).ToList())
            {
                var slot = sequence.Slot;
                scheduler.Remove(sequence).ShouldBe(slot);
                open.Remove(sequence);
            }
        }
    }

    private static void CheckBounds(List<PlannedSpan> plan, IReadOnlyCollection<TestSequence> open, int slots, int prefill)
    {
        var running = open.Where(sequence => sequence.Slot >= 0).ToList();
        running.Count.ShouldBeLessThanOrEqualTo(slots);
        running.DistinctBy(sequence => sequence.Slot).Count().ShouldBe(running.Count);
        running.All(sequence => sequence.Slot < slots).ShouldBeTrue();
        running.Sum(sequence => sequence.Need).ShouldBeLessThanOrEqualTo(CacheTokens);
        plan.DistinctBy(span => span.Sequence).Count().ShouldBe(plan.Count);
        plan.All(span => span.Sequence.Slot >= 0).ShouldBeTrue();
        plan.Where(span => span.Sequence.Prefilling).Sum(span => span.Count).ShouldBeLessThanOrEqualTo(prefill);
        plan.Count(span => !span.Sequence.Prefilling).ShouldBe(running.Count(sequence => !sequence.Prefilling), "no answer waits");
        (plan.Count > 0).ShouldBe(open.Count > 0, "no step is wasted");
    }
}
