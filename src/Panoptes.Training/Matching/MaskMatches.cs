namespace Panoptes.Training.Matching;

/// <summary>The ground truth of a batch and which queries answer for it, for every prediction layer.</summary>
/// <param name="Truths">The ground truth of each image.</param>
/// <param name="Layers">For each prediction layer the match of each image.</param>
public sealed record MaskMatches(IReadOnlyList<MaskTruth> Truths, IReadOnlyList<IReadOnlyList<ImageMatch>> Layers)
{
    /// <summary>True masks of all images.</summary>
    public int MaskCount => Truths.Sum(truth => truth.Masks.Count);
}
