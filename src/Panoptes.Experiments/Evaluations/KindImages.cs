namespace Panoptes.Experiments.Evaluations;

/// <summary>The images of a kind that are shown.</summary>
/// <param name="Worst">Those with the lowest scores, worst first; the first few with pictures.</param>
/// <param name="Confused">Those with the largest confused area, largest first; the first few with pictures.</param>
internal sealed record KindImages(IReadOnlyList<ImageRow> Worst, IReadOnlyList<ConfusedRow> Confused);
