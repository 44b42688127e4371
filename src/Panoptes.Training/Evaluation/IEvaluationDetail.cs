using Panoptes.Metrics.Semantic;
using Panoptes.Training.Evaluation.Kinds;

namespace Panoptes.Training.Evaluation;

/// <summary>What the numbers of an evaluation are made of, as a page can draw it; every kind has its own record.</summary>
public interface IEvaluationDetail
{
    /// <summary>What every class has, in the order of the train ids; the first column is the one that tells classes apart.</summary>
    IReadOnlyList<ClassColumn> Columns { get; }

    /// <summary>Pixels by true and predicted class; null where the kind counts none.</summary>
    ConfusionMatrix? Pixels => null;

    /// <summary>Curves; none where the kind has none.</summary>
    IReadOnlyList<DetailCurve> Curves => [];

    /// <summary>What should be known of its numbers, a line each.</summary>
    IReadOnlyList<string> Remarks => [];

    /// <summary>What is known of things, and what every image adds; null where the kind tells no objects apart.</summary>
    ThingDetail? Things => null;
}

/// <summary>A number of every class.</summary>
/// <param name="Name">What results call it, in snake_case, such as <c>iou</c>.</param>
/// <param name="Title">What a reader is shown, such as <c>IoU</c>.</param>
/// <param name="Values">By train id; NaN where a class has none.</param>
public sealed record ClassColumn(string Name, string Title, IReadOnlyList<double> Values)
{
    /// <summary>Whether it is a share, 0 to 1, and shown in percent; else a count.</summary>
    public bool IsShare { get; init; } = true;

    /// <summary>Whether a higher number is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Whether it is logged over the course of a training, as the first column is.</summary>
    public bool IsFollowed { get; init; }
}

/// <summary>A curve.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Horizontal">What goes to the right.</param>
/// <param name="Points">Its points, from left to right; y is a share, or NaN.</param>
public sealed record DetailCurve(string Title, string Horizontal, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>What results call the curve and its companions, such as <c>confusion</c>; empty for the title.</summary>
    public string Key { get; init; } = "";

    /// <summary>What sets it apart from its companions, the curves of the same title; empty where it has none.</summary>
    public string Line { get; init; } = "";
}
