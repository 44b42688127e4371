using System.Text.Json.Nodes;

namespace Panoptes.Metrics.Scoring;

/// <summary>A number by both rules.</summary>
/// <param name="Name">The headline's name.</param>
/// <param name="Published">As the published evaluator gives it, a fraction; NaN where it is undefined.</param>
/// <param name="Corrected">Without the trap.</param>
public sealed record RuledNumber(string Name, double Published, double Corrected);

/// <summary>
/// Announces that a known trap of a published evaluator was hit: how often, where first, and what the numbers would be without
/// it. Printed on standard error, and part of the JSON and the page. The traps are listed in docs/scoring.md.
/// </summary>
/// <param name="Quirk">The trap's name in the register of quirks, like <c>panoptic-areas</c>.</param>
/// <param name="Count">How often it was hit.</param>
/// <param name="What">What was found so often, in the plural: <c>segments whose listed area is not that of their PNG</c>.</param>
/// <param name="First">The first place: file, and image, segment or JSON path.</param>
/// <param name="Effect">What the evaluator makes of it, and what to do about it.</param>
public sealed record ScoreNote(string Quirk, long Count, string What, string First, string Effect)
{
    /// <summary>The numbers that the trap moves; empty where none can be named.</summary>
    public IReadOnlyList<RuledNumber> Numbers { get; init; } = [];

    /// <summary>The numbers of two sets of headlines that differ.</summary>
    /// <param name="names">Names of the headlines.</param>
    /// <param name="published">By the published rules.</param>
    /// <param name="corrected">By the corrected rules.</param>
    public static IReadOnlyList<RuledNumber> Moved(IEnumerable<string> names, IReadOnlyList<double> published, IReadOnlyList<double> corrected) =>
        [.. names.Select((name, i) => new RuledNumber(name, published[i], corrected[i])).Where(n => !n.Published.Equals(n.Corrected))];

    /// <summary>The note as one line.</summary>
    /// <param name="rules">The rules whose numbers are shown.</param>
    public string Line(ScoringRules rules)
    {
        var numbers = Numbers.Count == 0 ? "" : ". " + (rules == ScoringRules.Published
            ? $"Without this (--rules corrected): {string.Join(", ", Numbers.Select(n => $"{n.Name} {ScoreText.Cell(n.Corrected)} instead of {ScoreText.Cell(n.Published)}"))}"
            : $"As published (--rules published): {string.Join(", ", Numbers.Select(n => $"{n.Name} {ScoreText.Cell(n.Published)} instead of {ScoreText.Cell(n.Corrected)}"))}");
        return $"[{Quirk}] {Count} {What} (first: {First}): {Effect}{numbers}";
    }

    /// <summary>The note as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["quirk"] = Quirk,
        ["count"] = Count,
        ["what"] = What,
        ["first"] = First,
        ["effect"] = Effect,
        ["numbers"] = new JsonObject(Numbers.Select(n => KeyValuePair.Create(n.Name, (JsonNode?)new JsonObject
        {
            ["published"] = ScoreJson.Number(n.Published),
            ["corrected"] = ScoreJson.Number(n.Corrected),
        }))),
    };
}
