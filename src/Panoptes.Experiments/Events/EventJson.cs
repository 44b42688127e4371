using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Panoptes.Experiments.Events;

/// <summary>
/// How a run's records are written as JSON: snake_case keys, absent values as null, and so what is not finite, which JSON has no number
/// for.
/// </summary>
internal static class EventJson
{
    /// <summary>One object a line.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new FiniteNumbers() },
    };

    /// <summary>Files that people read.</summary>
    public static JsonSerializerOptions Readable { get; } = new(Options) { WriteIndented = true };

    private sealed class FiniteNumbers : JsonConverter<double>
    {
        // A number beyond what a double holds (1e400) would come as an infinity, which nothing here has written.
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN
            : reader.GetDouble() is var value && double.IsFinite(value) ? value
            : throw new JsonException("a number beyond the largest there is");

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        public override bool HandleNull => true;
    }
}
