using Panoptes.PseudoLabels.Splitting;

namespace Panoptes.PseudoLabels.Making;

/// <summary>What a call made.</summary>
/// <param name="Images">Images labeled in all.</param>
/// <param name="Made">Those of them that were labeled by this call.</param>
/// <param name="Clusters">Clusters of the labels.</param>
/// <param name="Split">Things and stuff.</param>
/// <param name="Instances">Instances in all images.</param>
/// <param name="VoidShare">The share of pixels that are void.</param>
public sealed record MakeReport(int Images, int Made, int Clusters, ThingStuffSplit Split, long Instances, double VoidShare)
{
    /// <summary>The line that says it.</summary>
    public string Text => FormattableString.Invariant(
        $"{Images} images ({Made} made now), {Clusters} clusters: {Split.Things.Count} things ({string.Join(", ", Split.Things)}), ")
        + FormattableString.Invariant($"{Split.Stuff.Count} stuff; {Instances} instances, {100 * VoidShare:F1} % void");
}
