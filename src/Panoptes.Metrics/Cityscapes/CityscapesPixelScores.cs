using Panoptes.Formats.Cityscapes;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Cityscapes;

/// <summary>
/// Cityscapes' pixel-level scores; fractions, NaN where undefined (cityscapesScripts 2.2.4,
/// <c>evalPixelLevelSemanticLabeling</c>).
/// </summary>
public sealed record CityscapesPixelScores
{
    /// <summary>IoU by label id; NaN for ignored and absent ones.</summary>
    public required IReadOnlyList<double> ClassIoU { get; init; }

    /// <summary>Instance-weighted IoU by label id.</summary>
    public required IReadOnlyList<double> ClassInstanceIoU { get; init; }

    /// <summary>IoU by category.</summary>
    public required IReadOnlyList<(string Category, double IoU)> CategoryIoU { get; init; }

    /// <summary>Instance-weighted IoU by category; NaN for those that have labels without instances.</summary>
    public required IReadOnlyList<(string Category, double IoU)> CategoryInstanceIoU { get; init; }

    /// <summary>Share of each label in the ground truth, by id.</summary>
    public required IReadOnlyList<double> Priors { get; init; }

    /// <summary>Mean of <see cref="ClassIoU"/>.</summary>
    public double MeanClassIoU => Mean(ClassIoU);

    /// <summary>Mean of <see cref="ClassInstanceIoU"/>.</summary>
    public double MeanClassInstanceIoU => Mean(ClassInstanceIoU);

    /// <summary>Mean of <see cref="CategoryIoU"/>.</summary>
    public double MeanCategoryIoU => Mean(CategoryIoU.Select(c => c.IoU));

    /// <summary>Mean of <see cref="CategoryInstanceIoU"/>.</summary>
    public double MeanCategoryInstanceIoU => Mean(CategoryInstanceIoU.Select(c => c.IoU));

    /// <summary>Scores of counts.</summary>
    public static CityscapesPixelScores From(CityscapesPixelCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (labels, confusion) = (CityscapesLabel.All, counts.Confusion);
        var all = (double)labels.Sum(label => confusion.TruthPixels(label.Id));
        return new CityscapesPixelScores
        {
            ClassIoU = [.. labels.Select(label => ClassOf(confusion, label))],
            ClassInstanceIoU = [.. labels.Select(label => InstanceClassOf(counts, label))],
            CategoryIoU = [.. CityscapesLabel.Categories.Select(category => (category, CategoryOf(confusion, category)))],
            CategoryInstanceIoU = [.. CityscapesLabel.Categories.Select(category => (category, InstanceCategoryOf(counts, category)))],
            Priors = [.. labels.Select(label => confusion.TruthPixels(label.Id) / all)],
        };
    }

    private static double ClassOf(ConfusionMatrix confusion, CityscapesLabel label)
    {
        if (label.IsIgnored)
        {
            return double.NaN;
        }

        // Misses are the whole rest of the row, ignored predictions too; false alarms count on evaluated rows only.
        var right = confusion[label.Id, label.Id];
        var missed = confusion.TruthPixels(label.Id) - right;
        return Ratio(right, right + missed + WrongPixels(confusion, [label.Id], row => row.Id != label.Id));
    }

    private static double InstanceClassOf(CityscapesPixelCounts counts, CityscapesLabel label)
    {
        if (label is not { HasInstances: true, IsIgnored: false })
        {
            return double.NaN;
        }

        var sums = counts.OfClass(label.Id);
        return Ratio(sums.Right, sums.Right + sums.Missed + WrongPixels(counts.Confusion, [label.Id], row => row.Id != label.Id));
    }

    private static double CategoryOf(ConfusionMatrix confusion, string category)
    {
        var ids = CityscapesLabel.All.Where(label => label.Category == category && !label.IsIgnored).Select(label => label.Id).ToArray();
        if (ids.Length == 0)
        {
            return double.NaN;
        }

        var right = ids.Sum(t => ids.Sum(p => confusion[t, p]));
        var missed = ids.Sum(confusion.TruthPixels) - right;
        return Ratio(right, right + missed + WrongPixels(confusion, ids, row => row.Category != category));
    }

    private static double InstanceCategoryOf(CityscapesPixelCounts counts, string category)
    {
        var labels = CityscapesLabel.All.Where(label => label.Category == category).ToArray();
        if (labels.Any(label => !label.HasInstances))
        {
            return double.NaN;
        }

        // The columns of all its labels, ignored ones too.
        var sums = counts.OfCategory(category);
        var wrong = WrongPixels(counts.Confusion, [.. labels.Select(label => label.Id)], row => row.Category != category);
        return Ratio(sums.Right, sums.Right + sums.Missed + wrong);
    }

    private static long WrongPixels(ConfusionMatrix confusion, int[] columns, Func<CityscapesLabel, bool> isOther) =>
        CityscapesLabel.All.Where(row => !row.IsIgnored && isOther(row)).Sum(row => columns.Sum(column => confusion[row.Id, column]));

    private static double Ratio(double part, double whole) => whole == 0 ? double.NaN : part / whole;

    private static double Mean(IEnumerable<double> values)
    {
        var valid = values.Where(value => !double.IsNaN(value)).ToList();
        return valid.Count == 0 ? double.NaN : valid.Sum() / valid.Count;
    }
}
