using LlmGateway.Inference.Engine;

namespace LlmGateway.Inference.Tests.Engine;

public sealed class SchedulerTests
{
    [Fact]
    public void Plan_NothingToDo_Empty() => Plan(new Scheduler(2, 100, 16)).ShouldBeEmpty();

    [Fact]
    public void Plan_ShortPrompt_WholeAndSampled()
    {
        var scheduler = new Scheduler(2, 100, 16);
        var sequence = Add(scheduler, prompt: 5);

        Plan(scheduler).ShouldBe([new PlannedSpan(sequence, 0, 5, Sample: true)]);
    }

    [Fact]
    public void Plan_LongPrompt_ChunksOfTheBudgetAndSampledAtItsEnd()
    {
        var scheduler = new Scheduler(1, 100, 16);
        var sequence = Add(scheduler, prompt: 40);

        Step(scheduler).ShouldBe([new PlannedSpan(sequence, 0, 16, Sample: false)]);
        Step(scheduler).ShouldBe([new PlannedSpan(sequence, 16, 16, Sample: false)]);
        Step(scheduler).ShouldBe([new PlannedSpan(sequence, 32, 8, Sample: true)]);
        Step(scheduler).ShouldBe([new PlannedSpan(sequence, 40, 1, Sample: true)]);
    }

    [Fact]
    public void Plan_AnswersAndPrompts_AnswersFirst()
    {
        var scheduler = new Scheduler(3, 300, 16);
        var answering = Add(scheduler, prompt: 4);
        Step(scheduler);
        var reading = Add(scheduler, prompt: 30);
        var next = Add(scheduler, prompt: 30);

        Step(scheduler).ShouldBe([new PlannedSpan(answering, 4, 1, true), new PlannedSpan(reading, 0, 16, false)]);
        Step(scheduler).ShouldBe([new PlannedSpan(answering, 5, 1, true), new PlannedSpan(reading, 16, 14, true), new PlannedSpan(next, 0, 2, false)]);
        Step(scheduler).ShouldBe([new PlannedSpan(answering, 6, 1, true), new PlannedSpan(reading, 30, 1, true), new PlannedSpan(next, 2, 16, false)]);
    }

    [Fact]
    public void Plan_MoreRequestsThanSlots_RestWaits()
    {
        var scheduler = new Scheduler(2, 1000, 64);
        Sequence[] sequences = [Add(scheduler, 3), Add(scheduler, 3), Add(scheduler, 3)];

        Plan(scheduler).Select(span => span.Sequence).ShouldBe(sequences[..2]);

        (scheduler.Running, scheduler.Waiting).ShouldBe((2, 1));
        sequences.Select(sequence => sequence.Slot).ShouldBe([0, 1, -1]);
    }

    [Fact]
    public void Plan_CellsForTheWorstCaseMissing_Waits()
    {
        var scheduler = new Scheduler(4, 100, 64);
        Add(scheduler, prompt: 30, maxTokens: 30);
        Add(scheduler, prompt: 30, maxTokens: 11);

        Plan(scheduler);

        (scheduler.Running, scheduler.Waiting).ShouldBe((1, 1));
    }

    [Fact]
    public void Plan_CellsExactlyEnough_Starts()
    {
        var scheduler = new Scheduler(4, 100, 64);
        Add(scheduler, prompt: 30, maxTokens: 30);
        Add(scheduler, prompt: 30, maxTokens: 10);

        Plan(scheduler);

        scheduler.Running.ShouldBe(2);
    }

    [Fact]
    public void Plan_LargeRequestWaits_SmallOneDoesNotOvertake()
    {
        var scheduler = new Scheduler(4, 100, 64);
        var first = Add(scheduler, prompt: 30, maxTokens: 30);
        var large = Add(scheduler, prompt: 50, maxTokens: 40);
        var small = Add(scheduler, prompt: 1, maxTokens: 1);
        Plan(scheduler);
        scheduler.Running.ShouldBe(1);

        scheduler.Remove(first);
        Plan(scheduler);

        (large.Slot >= 0, small.Slot >= 0).ShouldBe((true, true));
    }

    [Fact]
    public void Add_LargerThanTheCache_Refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Add(new Scheduler(4, 100, 64), prompt: 50, maxTokens: 51));

    [Fact]
    public void Remove_Running_FreesSlotAndCells()
    {
        var scheduler = new Scheduler(1, 100, 64);
        var first = Add(scheduler, prompt: 50, maxTokens: 50);
        var second = Add(scheduler, prompt: 50, maxTokens: 50);
        Plan(scheduler);

        scheduler.Remove(first).ShouldBe(0);
        Plan(scheduler);

        (first.Slot, second.Slot).ShouldBe((-1, 0));
        (scheduler.Running, scheduler.Waiting).ShouldBe((1, 0));
    }

    [Fact]
    public void Remove_Waiting_NeverStarts()
    {
        var scheduler = new Scheduler(1, 100, 64);
        var first = Add(scheduler, 3);
        var cancelled = Add(scheduler, 3);
        var third = Add(scheduler, 3);
        Plan(scheduler);

        scheduler.Remove(cancelled).ShouldBe(-1);
        scheduler.Remove(first);

        Plan(scheduler).Select(span => span.Sequence).ShouldBe([third]);
        scheduler.Sequences.ShouldBe([third]);
    }

    [Fact]
    public void Remove_Twice_FreesOnce()
    {
        var scheduler = new Scheduler(1, 100, 64);
        var sequence = Add(scheduler, 3);
        Plan(scheduler);

        scheduler.Remove(sequence).ShouldBe(0);
        scheduler.Remove(sequence).ShouldBe(-1);

        Add(scheduler, prompt: 50, maxTokens: 50);
        Add(scheduler, 3);
        Plan(scheduler);
        (scheduler.Running, scheduler.Waiting).ShouldBe((1, 1));
    }

    private static TestSequence Add(Scheduler scheduler, int prompt, int maxTokens = 10)
    {
        var sequence = new TestSequence(prompt, maxTokens);
        scheduler.Add(sequence);
        return sequence;
    }

    private static List<PlannedSpan> Plan(Scheduler scheduler)
    {
        List<PlannedSpan> plan = [];
        scheduler.Plan(plan);
        return plan;
    }

    private static List<PlannedSpan> Step(Scheduler scheduler)
    {
        var plan = Plan(scheduler);
        foreach (var span in plan)
        {
            ((TestSequence)span.Sequence).Compute(span);
        }

        return plan;
    }
}
