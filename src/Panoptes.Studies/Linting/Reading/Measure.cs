using System.Globalization;
using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Reading;

/// <summary>A number of a text.</summary>
/// <param name="Value">Its value; seconds for times.</param>
/// <param name="Half">Half of a unit of its last digit: how far the number behind it may be from it.</param>
/// <param name="Unit">What it is written with.</param>
/// <param name="IsApproximate">Whether it is called approximate.</param>
/// <param name="Sign">-1 or 1 where it has a sign, else 0.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length with its unit.</param>
internal sealed partial record Measure(double Value, double Half, MeasureUnit Unit, bool IsApproximate, int Sign, int Start, int Length)
{
    /// <summary>Where its text ends.</summary>
    public int End => Start + Length;

    /// <summary>The first number of a text; null where it has none.</summary>
    public static Measure? First(string text) => All(text).FirstOrDefault();

    /// <summary>All numbers of a text that are not part of a name.</summary>
    public static IEnumerable<Measure> All(string text)
    {
        foreach (Match match in Number().Matches(text))
        {
            var digits = match.Groups["num"].Value;
            if (Parse(digits, out var value, out var half))
            {
                var kilo = match.Groups["kilo"].Value is { Length: > 0 } letter ? letter is "M" ? 1e6 : 1e3 : 1;
                var unit = match.Groups["unit"].Value switch
                {
                    "" => MeasureUnit.None,
                    "%" => MeasureUnit.Percent,
                    "percent" or "Percent" or "per cent" => MeasureUnit.Percent,
                    "×" or "x" or "X" => MeasureUnit.Factor,
                    _ => MeasureUnit.Points,
                };
                var sign = match.Groups["sign"].Value switch { "" or "±" => 0, "+" => 1, _ => -1 };
                yield return new Measure(
                    value * kilo * (sign < 0 ? -1 : 1), half * kilo, unit, match.Groups["approx"].Success, sign,
                    match.Groups["num"].Index, match.Index + match.Length - match.Groups["num"].Index);
            }
        }
    }

    /// <summary>A number as people write it: 80,000 or 80 000 or 57.64 or 57,64 or 6e-5.</summary>
    public static bool Parse(string digits, out double value, out double half)
    {
        var plain = Separator().Replace(digits, "").Replace('−', '-');
        plain = Thousands().IsMatch(plain) ? plain.Replace(",", "") : plain.Replace(',', '.');
        half = 0;
        if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
        {
            return false;
        }

        var mantissa = plain.Split('e', 'E');
        var point = mantissa[0].IndexOf('.');
        var decimals = point < 0 ? 0 : mantissa[0].Length - point - 1;
        var exponent = mantissa.Length > 1 && int.TryParse(mantissa[1], out var power) ? power : 0;
        half = 0.5 * Math.Pow(10, exponent - decimals);
        return true;
    }

    [GeneratedRegex(
        @"(?<approx>(?:~|≈|∼|\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|circa|ca\.|some|over|more than|at least"
            + @"|up to))"
        + @"\s*)?"
        + @"(?<![\w.,:/]|\w[-–])(?<sign>[+\-−–±])?(?<num>\d{1,3}(?:[,\u2009\u202F'’_ ]\d{3})+(?![\d])(?:\.\d+)?"
        + @"|\d+(?:[.,]\d+)?(?:[eE][+\-−]?\d+)?)"
        + @"(?:\s?(?<kilo>(?-i:[kKM]))(?![A-Za-z]))?(?:\s?(?<unit>percentage points?\b|%[- ]points?\b|%?\s?pp\b|%|percent\b"
            + @"|per ?cent\b|p\.p\."
        + @"|(?:mIoU |IoU |PQ |AP )?points?\b|pts?\b|×(?!\s?\d)|x(?!\w)))?",
        RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"[\u2009\u202F'’_ ]")]
    private static partial Regex Separator();

    [GeneratedRegex(@"^\d{1,3}(,\d{3})+(\.\d+)?$")]
    private static partial Regex Thousands();
}
