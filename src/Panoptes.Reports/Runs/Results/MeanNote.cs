using Panoptes.Experiments.Evaluations;

namespace Panoptes.Reports.Runs.Results;

/// <summary>Over how many classes a mean is, where they are not all: a mean over few looks better than it is.</summary>
internal static class MeanNote
{
    private const string Mean = "mean_";

    /// <summary>For example <c> over 2 of 11 classes</c>; empty where the number is no mean of a column, or one over all classes.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="metric">The number's name, such as <c>mean_f1</c>.</param>
    public static string Of(KindRecord kind, string metric)
    {
        var column = metric.StartsWith(Mean, StringComparison.Ordinal) ? metric[Mean.Length..] : "";
        var shown = ClassesCard.Shown(kind);
        var counted = shown.Count(row => row.Of(column) is not null);
        return kind.Columns.Any(known => known.Name == column && known.IsShare) && counted < shown.Count
            ? $" over {counted} of {shown.Count} classes"
            : "";
    }
}
