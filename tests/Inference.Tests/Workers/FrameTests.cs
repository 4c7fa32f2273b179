using System.Buffers.Binary;
using System.Text.Json;
using CsCheck;
using LlmGateway.Inference.Workers;

namespace LlmGateway.Inference.Tests.Workers;

public sealed class FrameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1014)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(16 * 1024 - 10)]
    [InlineData(16 * 1024 - 9)]
    [InlineData(16 * 1024 - 8)]
    [InlineData(16 * 1024)]
    [InlineData(5_000_000)]
    public void TryRead_Sizes_AsWritten(int size)
    {
        var payload = new byte[size];
        new Random(size).NextBytes(payload);

        RoundTrip([(FrameKind.Text, 7, payload), (FrameKind.Finished, -1, [1, 2]), (FrameKind.Load, int.MaxValue, payload)], chunk: int.MaxValue);
    }

    [Fact]
    public void TryRead_RandomFramesInRandomPieces_AsWritten()
    {
        var frame = Gen.Select(Gen.Enum<FrameKind>(), Gen.Int, Gen.Frequency((8, Gen.Int[0, 40]), (1, Gen.Int[0, 40_000])))
            .Select((kind, id, size) => (kind, id, Enumerable.Range(0, size).Select(value => (byte)(value ^ id)).ToArray()));
        Gen.Select(frame.Array[0, 12], Gen.Frequency((1, Gen.Int[1, 20]), (3, Gen.Int[1000, 40_000]))).Sample(RoundTrip, iter: 300, threads: 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("grün 日本 😀")]
    public void Write_NumbersAndText_AsWritten(string text)
    {
        var stream = new MemoryStream();
        new FrameWriter(stream).Write(FrameKind.Text, 3, [int.MinValue, 0, 42], text);
        stream.Position = 0;

        new FrameReader(stream).TryRead(out var frame).ShouldBeTrue();

        (frame.Kind, frame.Id).ShouldBe((FrameKind.Text, 3));
        (FrameContent.Number(frame, 0), FrameContent.Number(frame, 1), FrameContent.Number(frame, 2)).ShouldBe((int.MinValue, 0, 42));
        FrameContent.Text(frame, skip: 3).ShouldBe(text);
    }

    [Fact]
    public void Write_ValueAsJson_AsWritten()
    {
        var stream = new MemoryStream();
        var request = new GenerationRequest
        {
            Prompt = new PromptInput { Messages = [new PromptMessage("user", "Grüße 😀")] },
            MaxTokens = 3,
            Sampling = new SamplingParameters { Temperature = float.NaN, Seed = long.MaxValue, LogitBias = new Dictionary<int, float> { [7] = -1.5f } },
            Stop = ["\n", "日"],
            IgnoreEos = true,
        };
        new FrameWriter(stream).Write(FrameKind.Generate, 1, request, WorkerJson.Default.GenerationRequest);
        stream.Position = 0;

        new FrameReader(stream).TryRead(out var frame).ShouldBeTrue();

        var read = JsonSerializer.Deserialize(frame.Payload, WorkerJson.Default.GenerationRequest);
        JsonSerializer.Serialize(read, WorkerJson.Default.GenerationRequest).ShouldBe(JsonSerializer.Serialize(request, WorkerJson.Default.GenerationRequest));
        read.ShouldNotBeNull().Sampling.LogitBias.ShouldBe(request.Sampling.LogitBias);
        read.Prompt.Messages.ShouldBe(request.Prompt.Messages);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(Frame.MaxPayload + 1)]
    public void TryRead_GarbageLength_InvalidData(int length)
    {
        var bytes = new byte[100];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);

        Should.Throw<InvalidDataException>(() => new FrameReader(new MemoryStream(bytes)).TryRead(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(18)]
    public void TryRead_PipeEndsInsideAFrame_False(int bytes)
    {
        var stream = new MemoryStream();
        new FrameWriter(stream).Write(FrameKind.Text, 1, new byte[10].AsSpan());
        stream.SetLength(bytes);
        stream.Position = 0;

        new FrameReader(stream).TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public void Write_FromManyThreads_FramesStayWhole()
    {
        var stream = new MemoryStream();
        var writer = new FrameWriter(stream);
        Parallel.For(0, 2000, id => writer.Write(FrameKind.Result, id, Payload(id).AsSpan()));
        stream.Position = 0;

        var reader = new FrameReader(stream);
        HashSet<int> ids = [];
        while (reader.TryRead(out var frame))
        {
            frame.Payload.SequenceEqual(Payload(frame.Id)).ShouldBeTrue();
            ids.Add(frame.Id);
        }

        ids.Count.ShouldBe(2000);

        static byte[] Payload(int id)
        {
            var payload = new byte[id * 37 % 1500];
            Array.Fill(payload, (byte)id);
            return payload;
        }
    }

    private static void RoundTrip((FrameKind Kind, int Id, byte[] Payload)[] frames, int chunk)
    {
        var stream = new MemoryStream();
        var writer = new FrameWriter(stream);
        foreach (var (kind, id, payload) in frames)
        {
            writer.Write(kind, id, payload.AsSpan());
        }

        var reader = new FrameReader(new ChunkedStream(stream.ToArray(), chunk));
        foreach (var (kind, id, payload) in frames)
        {
            reader.TryRead(out var frame).ShouldBeTrue();
            (frame.Kind, frame.Id).ShouldBe((kind, id));
            frame.Payload.SequenceEqual(payload).ShouldBeTrue();
        }

        reader.TryRead(out _).ShouldBeFalse();
    }
}
