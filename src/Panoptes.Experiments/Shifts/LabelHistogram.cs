namespace Panoptes.Experiments.Shifts;

/// <summary>How often a class is labeled.</summary>
/// <param name="Name">The class.</param>
/// <param name="Before">In the truth of the domain that the run was trained for.</param>
/// <param name="PseudoLabels">In the pseudo-labels of the other.</param>
/// <param name="After">In the truth of the other; null where that has none.</param>
public sealed record ClassCount(string Name, long Before, long PseudoLabels, long? After);

/// <summary>The classes of pseudo-labels on one domain beside those of the labels on another.</summary>
/// <param name="Unit">What is counted: <c>pixels</c>, or <c>objects</c> of thing classes.</param>
/// <param name="LabeledBy">Who made the pseudo-labels: <c>teacher</c>, or the trained <c>network</c> where there is none.</param>
/// <param name="Images">Images that were given pseudo-labels.</param>
/// <param name="Empty">How many of them have none.</param>
/// <param name="Classes">Every class.</param>
public sealed record LabelHistogram(string Unit, string LabeledBy, int Images, int Empty, IReadOnlyList<ClassCount> Classes)
{
    /// <summary>
    /// Half the sum over the classes of how far the shares of the pseudo-labels are from those of the labels (total variation): 0 where
    /// they are the same, 1 where they have no class in common; null where there are no labels or no pseudo-labels.
    /// </summary>
    public double? Distance => Classes.Sum(row => row.Before) == 0 || Classes.Sum(row => row.PseudoLabels) == 0 ? null
        : Classes.Sum(row => Math.Abs(Share(row, each => each.PseudoLabels)!.Value - Share(row, each => each.Before)!.Value)) / 2;

    /// <summary>A class's share in all that is counted; null where nothing is.</summary>
    /// <param name="row">The class.</param>
    /// <param name="count">What is counted.</param>
    public double? Share(ClassCount row, Func<ClassCount, long?> count)
    {
        ArgumentNullException.ThrowIfNull(count);
        var all = Classes.Sum(count);
        return all > 0 ? (double?)count(row) / all : null;
    }
}
