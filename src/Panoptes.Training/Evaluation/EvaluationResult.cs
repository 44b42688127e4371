namespace Panoptes.Training.Evaluation;

/// <summary>What one kind of evaluation found.</summary>
/// <param name="Kind">Which kind: <c>semantic</c>, <c>panoptic</c>, <c>instance</c>, or one from outside.</param>
/// <param name="Metrics">Its numbers; the first is the one that a model is judged by.</param>
/// <param name="Detail">What the numbers are made of, for pages: a confusion matrix, tables of classes.</param>
/// <param name="WorstImages">The images with the lowest scores, worst first, as many as were asked for.</param>
public sealed record KindResult(
    string Kind, IReadOnlyList<Metric> Metrics, IEvaluationDetail Detail, IReadOnlyList<ImageScore> WorstImages);

/// <summary>What an evaluation found.</summary>
public sealed record EvaluationResult
{
    /// <summary>What the names of a teacher's numbers begin with.</summary>
    public const string TeacherPrefix = "teacher_";

    /// <summary>What each kind found; a model is judged by the first.</summary>
    public required IReadOnlyList<KindResult> Kinds { get; init; }

    /// <summary>Images measured.</summary>
    public required int Images { get; init; }

    /// <summary>Seconds taken.</summary>
    public required double Seconds { get; init; }

    /// <summary>Which network was measured.</summary>
    public EvaluatedNetwork Network { get; init; } = EvaluatedNetwork.Student;

    /// <summary>What was found in the same pass of the network that teaches it; null where none was measured.</summary>
    public EvaluationResult? Teacher { get; init; }

    /// <summary>Numbers that are no kind's, such as how far apart the two networks are.</summary>
    public IReadOnlyList<Metric> Further { get; init; } = [];

    /// <summary>All numbers, those of the first kind first, those of a teacher behind: <c>teacher_mean_iou</c>.</summary>
    public IReadOnlyList<Metric> Metrics =>
    [
        .. Kinds.SelectMany(kind => kind.Metrics),
        .. (Teacher?.Metrics ?? []).Select(metric => metric with { Name = TeacherPrefix + metric.Name, Title = $"teacher {metric.Title}" }),
        .. Further,
    ];

    /// <summary>The number that the model is judged by: which checkpoint is the best, when to stop.</summary>
    public Metric Primary => Kinds[0].Metrics[0];

    /// <summary>A number by its name; null where the evaluation has none of it.</summary>
    public Metric? Find(string name) => Metrics.FirstOrDefault(metric => metric.Name == name);
}

/// <summary>An evaluation in the course of a training.</summary>
/// <param name="Step">Updates done before it.</param>
/// <param name="Result">What it found.</param>
/// <param name="IsBest">Whether its primary number is better than every earlier one's of the stage.</param>
/// <param name="BestScore">The best primary number so far, this one included; NaN where none is defined.</param>
/// <param name="BestStep">The step of that.</param>
public sealed record EvaluationRecord(long Step, EvaluationResult Result, bool IsBest, double BestScore, long BestStep);
