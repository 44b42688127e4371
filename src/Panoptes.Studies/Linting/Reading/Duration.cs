using System.Globalization;
using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Reading;

/// <summary>Times as people write them.</summary>
internal static partial class Duration
{
    /// <summary>All times of a text in seconds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="header">The header of its column, which may give the unit.</param>
    public static IReadOnlyList<Measure> All(string text, string header = "")
    {
        var found = new List<Measure>();
        foreach (Match match in Clock().Matches(text))
        {
            var parts = match.Value.Split(':').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            found.Add(Time((parts[0] * 3600) + (parts[1] * 60) + parts[2], 0.5, match));
        }

        foreach (Match match in Mixed().Matches(text))
        {
            double Part(string name) => match.Groups[name].Success ? double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture)
                : 0;
            var half = match.Groups["s"].Success ? 0.5 : match.Groups["m"].Success ? 30 : 1800;
            found.Add(Time((Part("d") * 86400) + (Part("h") * 3600) + (Part("m") * 60) + Part("s"), half, match));
        }

        foreach (Match match in Single().Matches(text))
        {
            if (!found.Any(time => time.Start <= match.Index && match.Index < time.End)
                && Measure.Parse(match.Groups["num"].Value, out var value, out var half))
            {
                var scale = Seconds(match.Groups["unit"].Value);
                found.Add(Time(value * scale, half * scale, match));
            }
        }

        if (found.Count == 0 && HeaderUnit().Match(header) is { Success: true } unit && Measure.First(text) is { } number)
        {
            var name = unit.Groups.Values.Skip(1).First(group => group.Success).Value;
            if (HoursMinutes().Match(text) is { Success: true } clock && name[0] is 'h' or 'H')
            {
                found.Add(Time(
                    (int.Parse(clock.Groups[1].Value, CultureInfo.InvariantCulture) * 3600d)
                    + (int.Parse(clock.Groups[2].Value, CultureInfo.InvariantCulture) * 60d), 30, clock));
            }
            else
            {
                found.Add(number with
                {
                    Value = number.Value * Seconds(name),
                    Half = number.Half * Seconds(name),
                    Unit = MeasureUnit.Seconds,
                });
            }
        }

        return [.. found.OrderBy(time => time.Start)];
    }

    private static Measure Time(double seconds, double half, Match match) =>
        new(seconds, half, MeasureUnit.Seconds, match.Groups["approx"].Success, 0, match.Index, match.Length);

    private static double Seconds(string unit) => char.ToLowerInvariant(unit.TrimStart('G', 'P', 'U', '-', ' ')[0]) switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        _ => 86400,
    };

    [GeneratedRegex(@"(?<![\d:.])\d{1,4}:\d{2}:\d{2}(?![\d:])")]
    private static partial Regex Clock();

    [GeneratedRegex(@"(?<![\d.:])(\d{1,3}):(\d{2})(?![\d:])")]
    private static partial Regex HoursMinutes();

    [GeneratedRegex(
        @"(?<approx>~|≈)?(?<![\w.,:])(?:(?<d>\d+)\s?d(?:ays?)?\s*,?\s*)?(?<h>\d+)\s?h(?:ours?"
            + @"|rs?)?\s*,?\s*(?:and )?(?<m>\d+)\s?m(?:in(?:utes?|s)?)?\b"
        + @"(?:\s*,?\s*(?:and )?(?<s>\d+)\s?s(?:ec(?:onds?|s)?)?\b)?|(?<![\w.,:])(?<m>\d+)\s?m(?:in(?:utes?"
            + @"|s)?)?\s*,?\s*(?<s>\d+)\s?s(?:ec(?:onds?|s)?)?\b")]
    private static partial Regex Mixed();

    [GeneratedRegex(
        @"(?<approx>~|≈)?\s*(?<![\w.,:])(?<num>\d{1,3}(?:[,\u2009\u202F' ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)\s?"
        + @"(?<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|GPU[- ]?h(?:ours?|rs?)?|days?)\b(?!/)")]
    private static partial Regex Single();

    [GeneratedRegex(
        @"[(\[]\s*(?:in )?(?:GPU[- ]?)?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?|h:mm|hh:mm)\s*[)\]]"
        + @"|\b(seconds|minutes|hours|mins|secs|hrs|days)\b|[,/] ?(s|min|h)\s*$|\bin (s|min|h)\b|_(s|min|h|sec|hours|minutes|seconds)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex HeaderUnit();
}
