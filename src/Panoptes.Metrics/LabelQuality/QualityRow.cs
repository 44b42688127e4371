namespace Panoptes.Metrics.LabelQuality;

/// <summary>
/// How good the labels above the threshold are: of all, of a class, or of a size. Shares are 0 to 1, and NaN where there is nothing that
/// they could be of. Of a size count the objects of that size, the labels that match one, and those labels of that size that match none.
/// </summary>
/// <param name="Name">What they are of: <c>all</c>, the class, or the size.</param>
/// <param name="Truths">Objects, without crowds.</param>
/// <param name="Labels">Labels, without those in crowds.</param>
/// <param name="Precision">The share of the labels that match an object of their class at an IoU of .5.</param>
/// <param name="Recall">The share of the objects that are matched at .5.</param>
/// <param name="Precision75">The same at .75.</param>
/// <param name="Recall75">The same at .75.</param>
/// <param name="Overlap">Mean IoU of the matches at .5.</param>
/// <param name="ClassAccuracy">Of the labels that match an object at .5, classes left aside, the share with its class.</param>
/// <param name="Duplicates">Further labels of the same class with an IoU above .5, an object.</param>
public sealed record QualityRow(
    string Name, int Truths, int Labels, double Precision, double Recall, double Precision75, double Recall75, double Overlap,
    double ClassAccuracy, double Duplicates)
{
    /// <summary>Counts labels above their thresholds.</summary>
    internal static QualityRow Of(
        string name, IEnumerable<LabelOutcome> kept, IEnumerable<TruthOutcome> truths, IReadOnlyList<double> thresholds)
    {
        LabelOutcome[] labels = [.. kept];
        TruthOutcome[] objects = [.. truths];
        var (right, strict) = (labels.Count(label => label.IsRight), labels.Count(label => label.IsRight75));
        var placed = labels.Where(label => label.HasClass is not null).ToArray();
        var further = objects.Sum(one => Math.Max(0, one.Covering.Count(score => score > thresholds[one.Class]) - 1));
        return new QualityRow(
            name, objects.Length, labels.Length, Share(right, labels.Length), Share(right, objects.Length),
            Share(strict, labels.Length), Share(strict, objects.Length),
            right == 0 ? double.NaN : labels.Where(label => label.IsRight).Average(label => label.Overlap),
            Share(placed.Count(label => label.HasClass == true), placed.Length), Share(further, objects.Length));
    }

    /// <summary>A share; NaN of nothing.</summary>
    internal static double Share(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}
