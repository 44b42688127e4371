namespace Panoptes.Diagnosis.Monitoring;

/// <summary>What the monitor of a training is told.</summary>
public sealed record MonitorOptions
{
    /// <summary>Steps of the whole training; the first tenth is not judged.</summary>
    public required long Steps { get; init; }

    /// <summary>
    /// Panoptic quality that the training's labels reach under the evaluation's protocol, 0 to 1; null where nobody knows.
    /// </summary>
    public double? LabelsPQ { get; init; }

    /// <summary>The same for things.</summary>
    public double? LabelsPQThings { get; init; }

    /// <summary>The mean loss of a training on sound labels after a step and up to another; null where there is none.</summary>
    public Func<long, long, double?>? ReferenceLoss { get; init; }

    /// <summary>Whether evaluations compare with held-out labels of the same making, rather than with truth.</summary>
    public bool AgainstLabels { get; init; }
}
