using System.Buffers.Binary;
using System.Text;

namespace LlmGateway.Inference.Workers;

/// <summary>Reads the numbers and the text of a frame, as <see cref="FrameWriter"/> wrote them.</summary>
internal static class FrameContent
{
    public static int Number(in Frame frame, int index) => BinaryPrimitives.ReadInt32LittleEndian(frame.Payload[(index * sizeof(int))..]);

    public static string Text(in Frame frame, int skip) => Encoding.UTF8.GetString(frame.Payload[(skip * sizeof(int))..]);
}
