using System.Globalization;
using Panoptes.Experiments.Events;

namespace Panoptes.Experiments.Progress;

/// <summary>
/// How numbers are written on pages and in the console: percentages without a sign, thin groups of thousands, a dash where a value is
/// absent.
/// </summary>
public static class Show
{
    /// <summary>What stands for an absent value.</summary>
    public const string Absent = "–";

    /// <summary>A ratio as a percentage with two decimals, without the sign.</summary>
    public static string Percent(double? ratio) =>
        ratio is { } value && double.IsFinite(value) ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) : Absent;

    /// <summary>A count with thin spaces between thousands.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>A large count in short: <c>15.2 M</c>.</summary>
    public static string Short(long value) => value switch
    {
        >= 1_000_000_000 => $"{value / 1e9:0.00} G",
        >= 1_000_000 => $"{value / 1e6:0.00} M",
        >= 10_000 => $"{value / 1e3:0.0} k",
        _ => Count(value),
    };

    /// <summary>A number with four significant digits.</summary>
    public static string Number(double? value) =>
        value is { } number && double.IsFinite(number) ? number.ToString("G4", CultureInfo.InvariantCulture) : Absent;

    /// <summary>A number of an evaluation: a share as a percentage, another with four significant digits.</summary>
    public static string Value(MetricRow? metric) =>
        metric is null ? Absent : metric.IsShare ? Percent(metric.Value) : Number(metric.Value);

    /// <summary>A moment as <c>2026-11-21 12:05 UTC</c>.</summary>
    public static string Moment(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A word of a shell command, quoted where needed.</summary>
    public static string ShellWord(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "-_./=:,@%+".Contains(character))
            ? word
            : $"'{word.Replace("'", "'\\''")}'";
}
