using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.PixelQuality;

namespace Panoptes.Experiments.TeacherReports;

/// <summary>The labels of a checkpoint's teacher.</summary>
/// <param name="Name">Its files, such as <c>step_00000040, best_teacher</c>.</param>
/// <param name="Stage">The stage in which it was written.</param>
/// <param name="Step">Steps of the run that were done.</param>
/// <param name="IsTeacher">Whether a teacher made the labels; else the trained network did, as there is none.</param>
/// <param name="Quality">How good those of objects are; null where none are made.</param>
/// <param name="Drift">What became of the objects of the checkpoint before; null of the first, and where none are labeled.</param>
/// <param name="Student">What the trained network reached on the validation split at this step; null where it was not measured.</param>
public sealed record LabeledCheckpoint(
    string Name, string Stage, long Step, bool IsTeacher, LabelQualityReport? Quality, LabelDrift? Drift, double? Student)
{
    /// <summary>How good those of pixels are; null where none are made.</summary>
    public PixelQualityReport? Pixels { get; init; }

    /// <summary>What became of the label maps of the checkpoint before; null of the first, and where none are made.</summary>
    public PixelDrift? PixelDrift { get; init; }

    /// <summary>One number for the labels: the F1 of objects, or the mean IoU of label maps among the pixels that have a label.</summary>
    [JsonIgnore]
    public double Goodness => Quality?.F1 ?? Pixels?.MeanIoU ?? double.NaN;
}

/// <summary>Whether a good teacher goes with a good student.</summary>
/// <param name="What">What of the labels: <c>F1</c> or <c>mean IoU</c>.</param>
/// <param name="With">What that is held against, such as <c>the student's AP at the same checkpoint</c>.</param>
/// <param name="Rank">Spearman's rank correlation over the checkpoints that have both.</param>
public sealed record StudentLink(string What, string With, RankCorrelation Rank);

/// <summary>How good the labels of a run's teacher are on labeled images, over the run's checkpoints.</summary>
public sealed record TeacherReport
{
    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>The run's folder.</summary>
    public required string Run { get; init; }

    /// <summary>The split that was labeled.</summary>
    public required string Split { get; init; }

    /// <summary>The data set.</summary>
    public required string DataSet { get; init; }

    /// <summary>What the trained network is judged by, such as <c>AP</c>; empty where it was never measured.</summary>
    public required string StudentMetric { get; init; }

    /// <summary>The checkpoints in the order of their steps.</summary>
    public required IReadOnlyList<LabeledCheckpoint> Checkpoints { get; init; }

    /// <summary>Whether a good teacher goes with a good student; none where no checkpoint has a teacher.</summary>
    public required IReadOnlyList<StudentLink> Links { get; init; }

    /// <summary>What should be known of these numbers, a line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What is wrong with the labels, a line each.</summary>
    public IReadOnlyList<string> Warnings => LabelWarnings.Of(Checkpoints);

    /// <summary>Writes it as JSON, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, EventJson.Readable) + "\n");
}
