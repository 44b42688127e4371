namespace Panoptes.Foundation;

/// <summary>A field of a line of comma-separated values (RFC 4180).</summary>
public static class CsvField
{
    /// <summary>The field: in quotes where a comma, a quote or a line's end makes it need them.</summary>
    /// <param name="text">What it holds.</param>
    public static string Of(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
