using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>Iterations and batches as labels and sentences name them: (80k, BS=2), 20kx16, 40k @ batch 8, b16.</summary>
internal static partial class ConfigurationText
{
    /// <summary>A number of iterations or a batch in a text.</summary>
    /// <param name="Iterations">Iterations; null where it names none.</param>
    /// <param name="Batch">Images in one update; null where it names none.</param>
    /// <param name="Start">Where it begins.</param>
    /// <param name="Length">Its length.</param>
    internal sealed record Token(double? Iterations, double? Batch, int Start, int Length);

    /// <summary>All of a text, from left to right.</summary>
    public static IReadOnlyList<Token> Tokens(string text)
    {
        var found = new List<Token>();
        foreach (Match match in Pair().Matches(text))
        {
            Add(found, match, Number(match.Groups["iters"].Value, match.Groups["k"].Value), Number(match.Groups["batch"].Value, ""));
        }

        foreach (Match match in Batch().Matches(text))
        {
            var digits = match.Groups.Values.Skip(1).First(group => group.Success).Value;
            Add(found, match, null, Number(digits, ""));
        }

        foreach (Match match in ShortBatch().Matches(text))
        {
            Add(found, match, null, Number(match.Groups[1].Value, ""));
        }

        foreach (Match match in Iterations().Matches(text))
        {
            Add(found, match, Number(match.Groups["num"].Value, match.Groups["k"].Value), null);
        }

        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    /// <summary>The text without iterations, batches and what stands in brackets about them.</summary>
    public static string WithoutNumbers(string text)
    {
        var tokens = Tokens(text);
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            text = text.Remove(tokens[i].Start, tokens[i].Length);
        }

        return EmptyBrackets().Replace(text, " ").Trim(' ', ',', ':', ';', '-', '–', '@', '/', '_', '|');
    }

    /// <summary>The text with everything but letters and digits made a dash.</summary>
    public static string Dashed(string text) => NoWord().Replace(text, "-").Trim('-');

    /// <summary>Whether a text calls something a reference.</summary>
    public static bool IsReference(string text) => Reference().IsMatch(text);

    private static void Add(List<Token> found, Match match, double? iterations, double? batch)
    {
        if (!found.Any(other => other.Start < match.Index + match.Length && match.Index < other.Start + other.Length))
        {
            found.Add(new Token(iterations, batch, match.Index, match.Length));
        }
    }

    private static double? Number(string digits, string kilo) =>
        Measure.Parse(digits, out var value, out _) ? value * (kilo.Length > 0 ? 1000 : 1) : null;

    // 20kx16, 20k@16, 80k×2, 40k @ BS=8
    [GeneratedRegex(
        @"(?<![\w.,])(?<iters>\d+(?:\.\d+)?)\s?(?<k>[kK])\s?(?:iters?|iterations|steps)?\s?(?:[x×@]|at)\s?(?:BS\s?[=:]?\s?"
            + @"|batch(?:[ -]size)?\s?[=:]?\s?)?(?<batch>\d{1,4})(?![\w.]|\s?[x×]\s?\d)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Pair();

    [GeneratedRegex(
        @"(?<![A-Za-z])BS\s?[=:_-]?\s?(\d{1,5})(?![\d.,]\d|\d)"
            + @"|(?<![A-Za-z])batch(?:[ _-]?sizes?)?(?: of)?\s?[=:]?\s?(\d{1,5})(?![\d.,]\d|\d|\s?%)"
        + @"|(?<![\w.,])(\d{1,5})[ -](?:images|imgs|samples)(?: (?:per|a|each)|\s?/)\s?(?:step|batch|update|iteration)"
            + @"|(?<![\w.,])batch-(\d{1,5})",
        RegexOptions.IgnoreCase)]
    private static partial Regex Batch();

    // b16, but not the B3 of a model.
    [GeneratedRegex(@"(?<![A-Za-z0-9_])[bB]([6-9]|[1-9]\d{1,3})(?![\w.])|(?<=_)b([6-9]|[1-9]\d{1,3})(?![A-Za-z0-9.])")]
    private static partial Regex ShortBatch();

    [GeneratedRegex(
        @"(?<![\w.,=])(?:(?<num>\d+(?:\.\d+)?)\s?(?<k>[kK])(?![A-Za-z0-9])(?!\s?(?:training )?(?:samples|images|imgs|params|parameters))"
        + @"(?:[ -](?:training |gradient |total )?(?:iterations?|iters?|steps|updates))?"
        + @"|(?<num>\d{1,3}(?:[, ]\d{3})+|\d{3,7})[ -](?:training |gradient |total )?(?:iterations?|iters?|steps|updates)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Iterations();

    [GeneratedRegex(@"[(\[][\s,;:@/×x-]*[)\]]")]
    private static partial Regex EmptyBrackets();

    [GeneratedRegex("[^A-Za-z0-9+]+")]
    private static partial Regex NoWord();

    [GeneratedRegex(
        @"(?<![A-Za-z])(?:ref(?:erence|\.)?|baseline|replication|reproduction|original|control|upstream)(?![A-Za-z])",
        RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
