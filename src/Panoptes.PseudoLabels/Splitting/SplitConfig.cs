using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Splitting;

/// <summary>Which clusters are things.</summary>
public sealed record SplitConfig
{
    /// <summary>How they are told: <c>share</c>, <c>ratio</c>, <c>scaled_share</c> or <c>ids</c>.</summary>
    public ThingRule Rule { get; init; } = ThingRule.Share;

    /// <summary>The threshold of the rule, above 0 and below 1; unused by <c>ids</c>.</summary>
    public double Threshold { get; init; } = 0.08;

    /// <summary>The thing clusters, of the rule <c>ids</c>.</summary>
    public IReadOnlyList<int> Ids { get; init; } = [];

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>split</c>.</param>
    /// <exception cref="InputException">A value is out of range.</exception>
    public void Check(string name)
    {
        Require.That(Threshold is > 0 and < 1, $"{name}.threshold", Threshold, "a number above 0 and below 1");
        Require.That(
            (Rule == ThingRule.Ids) == (Ids.Count > 0), $"{name}.ids", $"[{string.Join(", ", Ids)}]",
            "a list of clusters with rule: ids, and none with another rule");
        Require.That(
            Ids.All(id => id >= 0) && Ids.Distinct().Count() == Ids.Count, $"{name}.ids", $"[{string.Join(", ", Ids)}]",
            "different clusters, none below 0");
    }
}
