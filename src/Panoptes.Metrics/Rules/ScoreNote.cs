namespace Panoptes.Metrics.Rules;

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
    public static IReadOnlyList<RuledNumber> Moved(
        IEnumerable<string> names, IReadOnlyList<double> published, IReadOnlyList<double> corrected) =>
            [.. names.Select((name, i) => new RuledNumber(name, published[i], corrected[i])).Where(n => !n.Published.Equals(n.Corrected))];
}
