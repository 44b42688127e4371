namespace Panoptes.Training.Supervision.Teachers.Agreement;

/// <summary>
/// Which labels a network found: its predictions, the surest first, each take the free label that they overlap most, from an intersection
/// over union of 0.5 on. That is the matching of mask AP (COCO) without regard to class, so that place and class are judged apart.
/// </summary>
internal static class FoundLabels
{
    /// <summary>The least intersection over union.</summary>
    public const double LeastIoU = 0.5;

    /// <summary>Counts them.</summary>
    /// <param name="labels">The labels' classes.</param>
    /// <param name="said">The predictions: class and score.</param>
    /// <param name="iou">Intersection over union of a label and a prediction, by their places, 0 to 1.</param>
    public static LabelAgreement Count(
        IReadOnlyList<int> labels, IReadOnlyList<(int Class, double Score)> said, Func<int, int, double> iou)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(said);
        ArgumentNullException.ThrowIfNull(iou);
        var free = Enumerable.Range(0, labels.Count).ToList();
        var sum = new LabelAgreement(labels.Count, 0, 0, 0, 0, 0);
        foreach (var one in Enumerable.Range(0, said.Count).OrderByDescending(place => said[place].Score))
        {
            var (best, overlap) = (-1, LeastIoU);
            foreach (var label in free)
            {
                var value = iou(label, one);
                (best, overlap) = value > overlap || (best < 0 && value >= overlap) ? (label, value) : (best, overlap);
            }

            if (best >= 0)
            {
                free.Remove(best);
                sum += new LabelAgreement(0, 1, 1, labels[best] == said[one].Class ? 1 : 0, 1, overlap);
            }
        }

        return sum;
    }
}
