using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Writes a vector as numbers, or as the base64 of its little-endian f32.</summary>
internal sealed class VectorConverter : JsonConverter<EncodedVector>
{
    public override EncodedVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, EncodedVector value, JsonSerializerOptions options)
    {
        if (value.Base64)
        {
            var bytes = new byte[value.Values.Length * sizeof(float)];
            for (var i = 0; i < value.Values.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), value.Values[i]);
            }

            writer.WriteBase64StringValue(bytes);
            return;
        }

        writer.WriteStartArray();
        foreach (var component in value.Values)
        {
            writer.WriteNumberValue(component);
        }

        writer.WriteEndArray();
    }
}
