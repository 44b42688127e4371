using System.Text.RegularExpressions;

namespace Panoptes.Studies.Tests.Linting;

/// <summary>
/// A report with planted errors and its clean twin, written as one text: <c>⟦wrong¦right⟧</c> is either, and <c>⟵L01 L06</c> at the end
/// of a
/// line says which rules find something there in the wrong one.
/// </summary>
internal sealed partial record TwinReport(string Wrong, string Clean, IReadOnlyList<(string Rule, int Line)> Expected)
{
    public static TwinReport Parse(string text)
    {
        var expected = text.Split('\n').Index().SelectMany(line => Marker().Matches(line.Item).SelectMany(match => match.Groups[1].Value
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(rule => (rule, line.Index + 1))).ToList();
        var plain = Marker().Replace(text, "");
        return new TwinReport(Either().Replace(plain, "$1"), Either().Replace(plain, "$2"), expected);
    }

    [GeneratedRegex(@"\s*⟵([L\d ]+)$", RegexOptions.Multiline)]
    private static partial Regex Marker();

    [GeneratedRegex("⟦([^¦⟧]*)¦([^⟧]*)⟧")]
    private static partial Regex Either();
}
