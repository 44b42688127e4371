using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Panoptes.Studies.Stores.Schema;

/// <summary>Values as both databases take them and give them back, so that what was written is what is read.</summary>
internal static class ColumnValue
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
    private const long TicksPerMicrosecond = 10;

    // Texts are looked for with LIKE: what can stay as it is, stays.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Text without what PostgreSQL refuses: NUL, and halves of characters. Errors of programs, which reasons hold, have both.
    /// </summary>
    public static string Text(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') || text.Contains('\0')
        ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD')
        : text;

    /// <summary>A number; NaN, which SQLite does not have, is null.</summary>
    public static object? Real(double? number) => number is { } value && !double.IsNaN(value) ? value : null;

    /// <summary>A time to the microsecond, which is PostgreSQL's.</summary>
    public static DateTime Time(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return new DateTime(utc.Ticks - (utc.Ticks % TicksPerMicrosecond), DateTimeKind.Utc);
    }

    /// <summary>A time as SQLite has it: ISO 8601, which sorts by time.</summary>
    public static string TimeText(DateTime time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A time of either database.</summary>
    public static DateTime ReadTime(object value) => value is DateTime time
        ? DateTime.SpecifyKind(time, DateTimeKind.Utc)
        : DateTime.ParseExact(
            (string)value, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>Texts as a JSON array.</summary>
    public static string List(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts.Select(Text), Plain);

    /// <summary>The texts of a JSON array.</summary>
    public static IReadOnlyList<string> ReadList(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<string[]>(json) ?? [];
}
