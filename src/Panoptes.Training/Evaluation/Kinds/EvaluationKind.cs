using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>A way to measure predictions against labels.</summary>
/// <param name="Name">What settings and results call it.</param>
/// <param name="Parts">What of a sample it compares with, beside the image.</param>
/// <param name="Begin">Starts to count, with nothing counted.</param>
public sealed record EvaluationKind(string Name, SampleParts Parts, Func<ClassTable, EvaluationConfig, IEvaluationAccumulator> Begin)
{
    /// <summary>Classes of pixels: mIoU and the like.</summary>
    public static EvaluationKind Semantic { get; } =
        new("semantic", SampleParts.Labels, (classes, config) => new SemanticAccumulator(classes, config));

    /// <summary>Segments that do not overlap: panoptic quality.</summary>
    public static EvaluationKind Panoptic { get; } =
        new("panoptic", SampleParts.Segments, (classes, config) => new PanopticAccumulator(classes, config));

    /// <summary>Objects: average precision of masks and boxes.</summary>
    public static EvaluationKind Instance { get; } =
        new("instance", SampleParts.Instances | SampleParts.Segments, (classes, config) => new InstanceEvaluationAccumulator(
            classes, config));

    /// <summary>Those of this library that compare classes with classes.</summary>
    public static IReadOnlyList<EvaluationKind> BuiltIn { get; } = [Semantic, Panoptic, Instance];

    /// <summary>The name of <see cref="Unsupervised"/>.</summary>
    public const string UnsupervisedName = "unsupervised";

    /// <summary>The name of <see cref="UnsupervisedSemantic"/>.</summary>
    public const string UnsupervisedSemanticName = "unsupervised_semantic";

    /// <summary>Whether what is predicted are the classes of the labels; else clusters, which are named by them.</summary>
    public bool ComparesClasses { get; init; } = true;

    /// <summary>All of this library.</summary>
    /// <param name="predicted">What the network tells apart.</param>
    public static IReadOnlyList<EvaluationKind> For(ClassTable predicted) =>
        [.. BuiltIn, Unsupervised(predicted), UnsupervisedSemantic(predicted)];

    /// <summary>Whether kinds of these names name clusters by the classes of the truth, so that the two may differ.</summary>
    public static bool NameClusters(IReadOnlyList<string> names) =>
        names is [UnsupervisedName or UnsupervisedSemanticName, ..];

    /// <summary>Segments of clusters, which are named by the classes of the truth: panoptic quality, mIoU, accuracy.</summary>
    /// <param name="clusters">What the network tells apart.</param>
    public static EvaluationKind Unsupervised(ClassTable clusters) => new(
        UnsupervisedName, SampleParts.Segments, (classes, config) => new ClusterAccumulator(classes, clusters, config, arePixels: false))
    {
        ComparesClasses = false,
    };

    /// <summary>Clusters of pixels, which are named by the classes of the truth: mIoU and accuracy.</summary>
    /// <param name="clusters">What the network tells apart.</param>
    public static EvaluationKind UnsupervisedSemantic(ClassTable clusters) => new(
        UnsupervisedSemanticName, SampleParts.Labels,
        (classes, config) => new ClusterAccumulator(classes, clusters, config, arePixels: true))
    {
        ComparesClasses = false,
    };

    /// <summary>The kind of a name among some.</summary>
    /// <exception cref="InputException">There is none; names the nearest.</exception>
    public static EvaluationKind Of(string name, IReadOnlyList<EvaluationKind> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return known.FirstOrDefault(kind => kind.Name == name) ?? throw new InputException(
            "train.evaluation.kinds",
            $"'{name}'",
            $"some of {string.Join(", ", known.Select(kind => kind.Name))}",
            NearestName.Of(name, known.Select(kind => kind.Name)) is { } nearest ? $"did you mean {nearest}?" : "choose among these");
    }
}
