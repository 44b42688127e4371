using Panoptes.Training.Evaluation;

namespace Panoptes.Training.Checkpoints;

/// <summary>How far a training has come: the one step counter and what belongs to it. Saved in every checkpoint.</summary>
public sealed record TrainingProgress
{
    /// <summary>Optimizer updates done.</summary>
    public long Step { get; init; }

    /// <summary>
    /// Name of the number that decides which weights are the best, such as <c>mean_iou</c>; null before the first evaluation.
    /// </summary>
    public string? BestMetric { get; init; }

    /// <summary>The best value of it in this stage so far; null before the first evaluation.</summary>
    public double? BestScore { get; init; }

    /// <summary>The step of <see cref="BestScore"/>.</summary>
    public long BestStep { get; init; }

    /// <summary>Whose number that is where one network teaches the other; the student's before the first evaluation.</summary>
    public EvaluatedNetwork BestNetwork { get; init; } = EvaluatedNetwork.Student;

    /// <summary>The step of the last evaluation: an evaluation that a stop prevented is made up for on resuming.</summary>
    public long EvaluatedStep { get; init; }

    /// <summary>fp16: the factor on the loss.</summary>
    public double LossScale { get; init; } = 65536;

    /// <summary>fp16: good updates since the factor last changed.</summary>
    public int StepsAtLossScale { get; init; }
}
