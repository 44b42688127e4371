using System.Globalization;
using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>What a factor is of.</summary>
internal enum FactorOf
{
    /// <summary>Updates.</summary>
    Steps,

    /// <summary>Training samples, or passes over the data.</summary>
    Samples,

    /// <summary>Images in one update.</summary>
    Batch,

    /// <summary>Time.</summary>
    Time,

    /// <summary>Learning rate.</summary>
    LearningRate,
}

/// <summary>A sentence's "2x the steps", "three times faster", "half the samples".</summary>
/// <param name="Of">What it is of.</param>
/// <param name="Factor">Subject over object, above 0.</param>
/// <param name="Tolerance">How far a ratio may be from it.</param>
/// <param name="Text">The words.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="IsInverse">Whether it is said the other way round: fewer, faster.</param>
internal sealed partial record FactorClaim(FactorOf Of, double Factor, double Tolerance, string Text, int Start, bool IsInverse)
{
    /// <summary>All of a sentence.</summary>
    public static IEnumerable<FactorClaim> All(string text)
    {
        foreach (Match match in Number().Matches(text))
        {
            var digits = match.Groups["num"].Value;
            var factor = double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
                : Word(digits);
            var decimals = digits.Contains('.') ? digits.Length - digits.IndexOf('.') - 1 : 0;
            var half = decimals > 0 ? 0.5 * Math.Pow(10, -decimals) : factor >= 3 ? 0.5 : 0.3;
            var tolerance = half + (match.Groups["approx"].Success ? 0.15 * factor : 0.005 * factor);
            if (Read(match, text, factor, tolerance) is { } claim)
            {
                yield return claim;
            }
        }

        foreach (Match match in Multiple().Matches(text))
        {
            var factor = Word(match.Groups["word"].Value.ToLowerInvariant());
            if (Read(match, text, factor, 0.15 * factor) is { } claim)
            {
                yield return claim;
            }
        }
    }

    private static FactorClaim? Read(Match match, string text, double factor, double tolerance)
    {
        var after = match.Groups["after"].Value;
        var before = text[..match.Index];
        var noun = Noun().Match(after);
        if (!noun.Success || factor <= 0)
        {
            return SpeedBefore().IsMatch(before) ? Make(FactorOf.Time, true) : TimeBefore().Match(before) is { Success: true } time
                ? Make(FactorOf.Time, Fewer().IsMatch(time.Value)) : null;
        }

        var inverse = Fewer().IsMatch(after[..noun.Index]);
        return noun.Groups["steps"].Success ? Make(FactorOf.Steps, inverse)
            : noun.Groups["samples"].Success ? Make(FactorOf.Samples, inverse)
            : noun.Groups["batch"].Success ? Make(FactorOf.Batch, inverse)
            : noun.Groups["rate"].Success ? Make(FactorOf.LearningRate, inverse)
            : noun.Groups["fast"].Success ? Make(FactorOf.Time, true)
            : noun.Groups["slow"].Success ? Make(FactorOf.Time, inverse) : null;

        FactorClaim Make(FactorOf of, bool inverted) => new(
            of, inverted ? 1 / factor : factor, inverted ? tolerance / (factor * factor) : tolerance,
                match.Value.Trim()[..Math.Min(60, match.Value.Trim().Length)],
            match.Index, inverted);
    }

    private static double Word(string word) => word.ToLowerInvariant() switch
    {
        "two" or "twice" or "double" or "doubles" or "doubled" or "doubling" => 2,
        "three" or "thrice" or "triple" or "triples" or "tripled" => 3,
        "four" or "quadruple" or "quadruples" => 4,
        "five" => 5,
        "six" => 6,
        "eight" => 8,
        "ten" => 10,
        "half" or "halves" or "halved" or "halving" or "one half" or "a half" => 0.5,
        "a quarter" or "one quarter" or "a fourth" => 0.25,
        "a third" or "one third" or "one-third" => 1.0 / 3,
        _ => 0,
    };

    [GeneratedRegex(
        @"(?<approx>(?:~|≈|\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|over|more than|at least|up to|close to))\s*)?"
        + @"(?<![\w.,/])(?<num>\d+(?:\.\d+)?|two|three|four|five|six|eight|ten)(?:\s?×(?!\s?\d)|x(?![\w])|[ -]times\b"
            + @"|[ -]?fold\b)(?<after>[^.;:,()]{0,48})",
        RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"\b(?<word>twice|thrice|doubles?|doubled|doubling|triples?|tripled|half|halves|halved|halving|a quarter|one quarter|a third"
            + @"|one third)\b"
        + @"(?<after>(?: (?:the|as|many|much|of|number|amount|total|its|their))* ?(?:(?:total|gradient|optimi[sz]er|training|weight"
            + @"|run|wall-clock) )*"
        + @"(?:steps|updates|iterations|iters|samples|images|batch(?: size)?|time|training time|learning rate|LR|epochs|long|fast)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Multiple();

    // The first noun decides; those of other things stand here so that what follows them is not taken for the noun.
    [GeneratedRegex(
        @"(?<skip>\b(?:memory|parameters?|params|gpus?|devices|flops|resolution|crop|model|network|throughput|images?[ /](?:per"
            + @"|a)? ?s(?:econd)?|cheaper|data ?set|wider|deeper|more data|labels?|classes|seeds?|runs?)\b)"
        + @"|(?<steps>\b(?:steps?|updates?|iterations?|iters)\b)|(?<samples>\b(?:samples?|images?|examples?|epochs?)\b)"
            + @"|(?<batch>\bbatch(?:es| ?size)?\b|\bBS\b)"
        + @"|(?<rate>\b(?:LR|learning[- ]rate)\b)|(?<fast>\b(?:fast(?:er)?|quicker|speed-?ups?|quick)\b)|(?<slow>\b(?:slower|longer"
            + @"|long|time|duration|wall-?clock)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Noun();

    [GeneratedRegex(@"\b(?:fewer|less|smaller|lower|shorter|reduced)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Fewer();

    [GeneratedRegex(
        @"\b(?:speed-?ups?(?: (?:factor )?(?:of|is|was))?|faster by|sped up(?: by)?|speeds? up (?:\w+ ){0,3}by)\s*:?\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex SpeedBefore();

    [GeneratedRegex(
        @"\b(?:slower by|longer by|reduc\w+ (?:the )?(?:training |run )?time by|cuts? (?:the )?(?:training |run )?time by)\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex TimeBefore();
}
