using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Native;
using LlmGateway.Testing;

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>Sequences in one batch do not see each other: their logits are those of a batch of their own, up to rounding.</summary>
public sealed class GenerationContextTests : IDisposable
{
    // Other batch sizes run other kernels, which add in another order: up to 0.1 of logits around 10. Sequences that
    // see each other differ by whole units.
    private const double Rounding = 0.3;

    private static readonly string[] Texts =
    [
        "The capital of France is", "One, two, three,", "The sky is blue and the grass is", "Once upon a time there was a",
        "My name is", "Hello there", "The opposite of hot is", "A dog and a cat",
    ];

    private readonly LlamaModelHandle _model = LlamaModelHandle.Load(RepositoryFiles.TinyModel, gpuLayers: 0);
    private readonly Vocabulary _vocabulary;
    private readonly GenerationContext _context;

    public GenerationContextTests()
    {
        _vocabulary = new Vocabulary(_model);
        _context = new GenerationContext(
            _model, new EnginePlan(256, 8 * 256, 8, Threads: 1, GpuLayers: 0, PrefillTokens: 2048, KvCacheType.F16), _vocabulary.Size);
    }

    public void Dispose()
    {
        _context.Dispose();
        _model.Dispose();
    }

    [Fact]
    public void Decode_PromptsTogetherOrAlone_SameLogits()
    {
        var alone = Enumerable.Range(0, Texts.Length).Select(slot => Decode([Sequence(slot)])[0]).ToList();

        var together = Decode([.. Enumerable.Range(0, Texts.Length).Select(Sequence)]);

        alone.Zip(together, Difference).Max().ShouldBeLessThan(Rounding);
    }

    [Fact]
    public void Decode_SingleTokensTogetherOrAlone_SameLogits()
    {
        var alone = Enumerable.Range(0, Texts.Length).Select(slot => Decode([Sequence(slot)], lastApart: true)[0]).ToList();

        var together = Decode([.. Enumerable.Range(0, Texts.Length).Select(Sequence)], lastApart: true);

        alone.Zip(together, Difference).Max().ShouldBeLessThan(Rounding);
    }

    [Fact]
    public void Clear_SlotUsedAgain_NothingLeftOfTheOldSequence()
    {
        var first = Decode([Sequence(0)])[0];
        var other = Sequence(1);
        other.Slot = 0;
        Decode([other]);

        Decode([Sequence(0)])[0].ShouldBe(first);
    }

    [Fact]
    public void Decode_ChunksOrWhole_SameLogits()
    {
        var whole = Decode([Sequence(3)])[0];
        var sequence = Sequence(3);
        _context.Decode([new PlannedSpan(sequence, 0, 3, Sample: false)]).ShouldBe(0);
        _context.Decode([new PlannedSpan(sequence, 3, sequence.PromptTokens - 3, Sample: true)]).ShouldBe(0);

        var chunks = _context.Logits(sequence.PromptTokens - 4).ToArray();

        Difference(whole, chunks).ShouldBeLessThan(Rounding);
    }

    [Fact]
    public void Logits_RowThatWasNotAskedFor_Empty()
    {
        Decode([Sequence(3)]);

        _context.Logits(0).IsEmpty.ShouldBeTrue();
        _context.Logits(1000).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(8)]
    public void Clear_SlotOutOfRange_Refused(int slot) => Should.Throw<ArgumentOutOfRangeException>(() => _context.Clear(slot));

    private TestSequence Sequence(int slot) => new(_vocabulary.Tokenize(string.Concat(Enumerable.Repeat(Texts[slot], 8 + slot)), addSpecial: false, parseSpecial: false), 10) { Slot = slot };

    // Rows of logits after each sequence's last token; the sequences are forgotten again.
    private List<float[]> Decode(List<TestSequence> sequences, bool lastApart = false)
    {
        if (lastApart)
        {
            _context.Decode([.. sequences.Select(sequence => new PlannedSpan(sequence, 0, sequence.PromptTokens - 1, Sample: false))]).ShouldBe(0);
            sequences.ForEach(sequence => sequence.Advance(sequence.PromptTokens - 1));
        }

        _context.Decode([.. sequences.Select(sequence => new PlannedSpan(sequence, sequence.Computed, sequence.Pending, Sample: true))]).ShouldBe(0);
        List<float[]> rows = [];
        var row = -1;
        foreach (var sequence in sequences)
        {
            row += sequence.Pending;
            rows.Add(_context.Logits(row).ToArray());
        }

        sequences.ForEach(sequence => _context.Clear(sequence.Slot));
        return rows;
    }

    private static double Difference(float[] one, float[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Max();
}
