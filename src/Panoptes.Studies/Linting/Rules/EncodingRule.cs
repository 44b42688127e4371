using Panoptes.Studies.Linting.Findings;
using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Damaged characters.</summary>
internal sealed class EncodingRule : ILintRule
{
    private const int MostLines = 200;

    /// <inheritdoc/>
    public LintRule Rule { get; } = new("L14", "encoding", LintSeverity.Error,
        "No text in UTF-8 that was read as something else, no control characters.");

    /// <inheritdoc/>
    public IEnumerable<LintFinding> Check(RuleContext context)
    {
        var found = new List<(int Line, string Encoding, string Wrong, string Right)>();
        var control = new List<int>();
        foreach (var line in context.Facts.Document.Lines)
        {
            if (Mojibake.Find(line.Raw, out var mended) is { } encoding)
            {
                found.Add((line.Number, encoding, line.Raw.Trim(), mended.Trim()));
            }

            if (line.Raw.Any(character => (character < 0x20 && character is not '\t')
                || character is '\x7F' or '\uFFFD' or (>= '\u0080' and <= '\u009F')))
            {
                control.Add(line.Number);
            }
        }

        foreach (var group in found.GroupBy(entry => entry.Encoding))
        {
            yield return context.Finding(
                Rule, group.Select(entry => entry.Line).Take(MostLines), $"The text was in UTF-8 and was read as {group.Key}.",
                $"Written as UTF-8, line {group.First().Line} reads: {Short(group.First().Right)}",
                [new($"taken back to bytes as {group.Key}, the characters are UTF-8: {Short(group.First().Wrong)} -> "
                    + $"{Short(group.First().Right)}",
                    RuleContext.Lines(group.First().Line))]);
        }

        var plain = control.Except(found.Select(entry => entry.Line)).ToList();
        if (plain.Count > 0)
        {
            yield return context.Finding(
                Rule, plain.Take(MostLines), "There are control characters, or characters that could not be decoded.",
                    "Text without them.", []);
        }
    }

    private static string Short(string text) => text.Length <= 80 ? text : $"{text[..80]}...";
}
