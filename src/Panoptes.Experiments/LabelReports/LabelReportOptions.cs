using Panoptes.Data.Configuration;
using Panoptes.Training.Configuration;

namespace Panoptes.Experiments.LabelReports;

/// <summary>Which labels are held against which truth.</summary>
/// <param name="Labels">A folder of labels, or a COCO results JSON of objects with scores.</param>
/// <param name="Truth">The data set whose truth is known.</param>
/// <param name="Split">Its split.</param>
public sealed record LabelReportOptions(string Labels, DataConfig Truth, string Split)
{
    /// <summary>How the folder is read; null where it holds pseudo-labels, or is read as the truth is.</summary>
    public DataConfig? Reading { get; init; }

    /// <summary>Whether ids are clusters without names, which are to be named by the classes that they share most pixels with.</summary>
    public bool Match { get; init; }

    /// <summary>Objects with scores are kept above this, 0 to 1.</summary>
    public double Score { get; init; } = new TeacherLabelConfig().Score;
}
