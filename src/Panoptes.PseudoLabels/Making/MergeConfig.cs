using Panoptes.Foundation;
using Panoptes.PseudoLabels.Clustering;

namespace Panoptes.PseudoLabels.Making;

/// <summary>Whether many clusters become fewer.</summary>
public sealed record MergeConfig
{
    /// <summary>How many are to be left; null leaves all.</summary>
    public int? To { get; init; }

    /// <summary>Which become one: <c>centers</c> (of features and colors) or <c>neighbors</c>.</summary>
    public MergeRule By { get; init; } = MergeRule.Centers;

    /// <summary>Checks every value.</summary>
    /// <param name="name">Where the settings stand, such as <c>merge</c>.</param>
    /// <param name="source">Where clusters come from.</param>
    /// <exception cref="InputException">A value is out of range, or there are no centers.</exception>
    public void Check(string name, ClassSourceKind source)
    {
        Require.That(To is null or >= 2, $"{name}.to", To, "2 or more, or nothing");
        Require.That(
            To is null || By == MergeRule.Neighbors || source is ClassSourceKind.Colors or ClassSourceKind.Features, $"{name}.by", By,
            "neighbors, as logits and ids have no centers");
    }
}
