using Panoptes.Tensors;

namespace Panoptes.Training.Supervision;

/// <summary>One number that a supervisor computed for a batch.</summary>
/// <param name="Name">What it is called in logs, such as <c>decode.loss_ce</c>.</param>
/// <param name="Value">The number before weighting: a tensor without dimensions.</param>
/// <param name="Weight">Its factor in the total; 0 for a measure that is only logged.</param>
public readonly record struct NamedLoss(string Name, Tensor Value, double Weight)
{
    /// <summary>A number that is logged but not minimized.</summary>
    public static NamedLoss Measure(string name, Tensor value) => new(name, value, 0);
}
