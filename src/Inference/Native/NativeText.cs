using System.Runtime.InteropServices;
using System.Text;

namespace LlmGateway.Inference.Native;

/// <summary>Text as C reads it: UTF-8 with a closing zero byte.</summary>
internal static unsafe class NativeText
{
    /// <summary>The bytes of <paramref name="text"/> and a zero.</summary>
    public static byte[] Utf8(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>The text up to the zero byte; empty for a null pointer.</summary>
    public static string FromUtf8(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
