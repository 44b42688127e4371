using System.Text.Json.Serialization;

namespace Panoptes.Experiments.Events;

/// <summary>One line of a run's event log. Ratios are in [0, 1]; absent values are null, never NaN.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(AttemptStarted), "attempt_start")]
[JsonDerivedType(typeof(TrainPoint), "train")]
[JsonDerivedType(typeof(EvaluationPoint), "evaluation")]
[JsonDerivedType(typeof(CheckpointSaved), "checkpoint")]
[JsonDerivedType(typeof(Incident), "incident")]
[JsonDerivedType(typeof(AttemptEnded), "attempt_end")]
public abstract record RunEvent
{
    /// <summary>Version of this schema.</summary>
    public int V { get; init; } = 1;

    /// <summary>Wall-clock time.</summary>
    public DateTime Utc { get; init; }

    /// <summary>Milliseconds on a monotonic clock since the attempt began.</summary>
    public double Ms { get; init; }

    /// <summary>Which process of the run wrote it, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>Steps that were done when it was written.</summary>
    public long Step { get; init; }
}

/// <summary>
/// A process began or went on with the run; whatever earlier attempts logged beyond <see cref="RunEvent.Step"/> is superseded.
/// </summary>
public sealed record AttemptStarted : RunEvent
{
    /// <summary>Process id.</summary>
    public int Pid { get; init; }

    /// <summary>Host name.</summary>
    public string Host { get; init; } = "";

    /// <summary>Steps of the whole training.</summary>
    public long Steps { get; init; }

    /// <summary>Fingerprint of the configuration.</summary>
    public string Fingerprint { get; init; } = "";
}

/// <summary>How training goes, once every logging interval.</summary>
public sealed record TrainPoint : RunEvent
{
    /// <summary>Total loss of the step.</summary>
    public double? Loss { get; init; }

    /// <summary>The losses that make up the total, and other named values of the step.</summary>
    public IReadOnlyDictionary<string, double?> Losses { get; init; } = new Dictionary<string, double?>();

    /// <summary>Highest learning rate of the parameter groups.</summary>
    public double LearningRate { get; init; }

    /// <summary>L2 norm of the gradient, where it was computed.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>Images a second since the previous point.</summary>
    public double ImagesPerSecond { get; init; }

    /// <summary>Part of the time since the previous point that the step waited for data.</summary>
    public double DataWait { get; init; }

    /// <summary>Resident memory of the process in MiB.</summary>
    public double MemoryMib { get; init; }

    /// <summary>Memory held on the device in MiB, where there is one.</summary>
    public double? DeviceMemoryMib { get; init; }
}

/// <summary>A measurement of the model.</summary>
public sealed record EvaluationPoint : RunEvent
{
    /// <summary>The split measured.</summary>
    public string Split { get; init; } = "";

    /// <summary>The numbers; the first is the one that the model is judged by.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; init; } = [];

    /// <summary>What <see cref="Classes"/> holds, such as <c>IoU</c>.</summary>
    public string ClassMetric { get; init; } = "";

    /// <summary>A number of every class in the order of the class table; null where a class is absent.</summary>
    public IReadOnlyList<double?> Classes { get; init; } = [];

    /// <summary>Further numbers of every class, by name, such as <c>accuracy</c> of things; null where a class has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<double?>>? Columns { get; init; }

    /// <summary>The number that the model is judged by; null where there is none.</summary>
    [JsonIgnore]
    public MetricRow? Primary => Metrics.Count > 0 ? Metrics[0] : null;

    /// <summary>The value of a number; null where the evaluation has none.</summary>
    /// <param name="name">Its name, such as <c>mean_iou</c>.</param>
    public double? Value(string name) => Metrics.FirstOrDefault(metric => metric.Name == name)?.Value;

    /// <summary>Images measured.</summary>
    public int Images { get; init; }

    /// <summary>Seconds it took.</summary>
    public double Seconds { get; init; }

    /// <summary>True where it is the best so far.</summary>
    public bool Best { get; init; }
}

/// <summary>A checkpoint was written.</summary>
public sealed record CheckpointSaved : RunEvent
{
    /// <summary>Its file, relative to the run folder.</summary>
    public string File { get; init; } = "";
}

/// <summary>Something a reader of the results should know: a resume, a damaged checkpoint, a file that could not be read.</summary>
public sealed record Incident : RunEvent
{
    /// <summary>
    /// What kind: <c>resume</c>, <c>checkpoint</c>, <c>quarantine</c>, <c>lock</c>, <c>events</c>, <c>data</c>, <c>stop</c>,
    /// <c>labels</c>, <c>monitor</c>, and of teachers <c>teacher_no_labels</c>, <c>teacher_one_class</c>, <c>teacher_disagreement</c>,
    /// <c>teacher_loss_high</c>, <c>teacher_metric_falls</c>, <c>teacher_misled</c>, <c>teacher_behind</c>.
    /// </summary>
    public string Kind { get; init; } = "";

    /// <summary>What happened, one sentence.</summary>
    public string Text { get; init; } = "";
}

/// <summary>A process left the run in good order. Where it is missing, the process was killed.</summary>
public sealed record AttemptEnded : RunEvent
{
    /// <summary>Why it ended: <c>completed</c>, <c>signal</c>, <c>error</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Exit code of the process.</summary>
    public int ExitCode { get; init; }

    /// <summary>Error text, where it ended by one.</summary>
    public string? Error { get; init; }
}
