using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Panoptes.Studies.Records;

/// <summary>How a study's records are written as JSON: snake_case keys and names, absent values as null.</summary>
internal static class StudyJson
{
    /// <summary>One object a line.</summary>
    public static JsonSerializerOptions Line { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Files that people read.</summary>
    public static JsonSerializerOptions Readable { get; } = new(Line) { WriteIndented = true };
}
