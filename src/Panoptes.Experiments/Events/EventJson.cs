using System.Text.Encodings.Web;
using System.Text.Json;

namespace Panoptes.Experiments.Events;

/// <summary>How a run's records are written as JSON: snake_case keys, absent values as null.</summary>
internal static class EventJson
{
    /// <summary>One object a line.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowOutOfOrderMetadataProperties = true,
    };

    /// <summary>Files that people read.</summary>
    public static JsonSerializerOptions Readable { get; } = new(Options) { WriteIndented = true };
}
