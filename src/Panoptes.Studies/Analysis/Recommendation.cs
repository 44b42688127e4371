using Panoptes.Studies.Results;

namespace Panoptes.Studies.Analysis;

/// <summary>A sentence that a rule made from the numbers. It says what was measured, never why.</summary>
/// <param name="Rule">The rule: <c>best</c>, <c>fastest-near-best</c>, <c>cheapest-above-reference</c>,
/// <c>more-seeds</c>, <c>trend-best</c>, <c>trend-slope</c> or <c>trend-correlation</c>.</param>
/// <param name="Subject">The model and data.</param>
/// <param name="Text">What it says, without a full stop.</param>
/// <param name="Cells">The cells that it rests on.</param>
/// <param name="Caveats">What a reader must know with it.</param>
public sealed record Recommendation(
    string Rule, Subject Subject, string Text, IReadOnlyList<ResultCell> Cells, IReadOnlyList<string> Caveats)
{
    /// <summary>The sentence with its evidence and caveats.</summary>
    /// <param name="names">What readers are shown.</param>
    public string Sentence(StudyNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return $"{Text} {names.Evidence(Cells)}.{(Caveats.Count > 0 ? $" Caveats: {string.Join("; ", Caveats)}." : "")}";
    }
}
