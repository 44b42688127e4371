using System.Text.Json;

namespace Panoptes.Foundation;

/// <summary>
/// Says what a JSON parser met, where it is something that other programs write: NaN and infinities, which JSON does not have.
/// </summary>
public static class JsonFault
{
    /// <summary>NaN, Infinity or -Infinity where the parser stopped at one, else null.</summary>
    public static string? NotFinite(JsonException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.Message switch
        {
            var text when text.StartsWith("'N' is an invalid start of a value", StringComparison.Ordinal) => "NaN",
            var text when text.StartsWith("'I' is an invalid start of a value", StringComparison.Ordinal) => "Infinity",
            var text when text.StartsWith("'I' is invalid within a number", StringComparison.Ordinal)
                || text.StartsWith("'I' is an invalid", StringComparison.Ordinal) => "-Infinity",
            _ => null,
        };
    }
}
