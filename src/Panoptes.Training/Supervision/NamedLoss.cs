using Panoptes.Tensors;
using Panoptes.Training.Losses;

namespace Panoptes.Training.Supervision;

/// <summary>One number that a supervisor computed for a batch.</summary>
/// <param name="Name">What it is called in logs, such as <c>decode.loss_ce</c>.</param>
/// <param name="Value">The number before weighting: a tensor without dimensions.</param>
/// <param name="Weight">Its factor in the total; 0 for a measure that is only logged.</param>
public readonly record struct NamedLoss(string Name, Tensor Value, double Weight)
{
    /// <summary>
    /// What the value is divided by already, where that differs from batch to batch: over several processes it is the sum of theirs.
    /// Null where the value is a mean over images, which all processes have as many of.
    /// </summary>
    public LossDivisor? Over { get; init; }

    /// <summary>A number that is logged but not minimized.</summary>
    public static NamedLoss Measure(string name, Tensor value) => new(name, value, 0);
}
