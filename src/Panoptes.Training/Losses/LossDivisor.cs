using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>
/// What a loss is divided by, as the number that it is in this process: masks, boxes, valid pixels. Over several processes the divisor is
/// the mean of theirs, so that averages of gradients are those of one process with all of the batch.
/// </summary>
/// <param name="Count">The number, at least 0; 0 where the device alone knows it.</param>
/// <param name="Least">What is divided by at least; 0 for no bound.</param>
public readonly record struct LossDivisor(double Count, double Least = 0)
{
    /// <summary>
    /// Counts where only the device knows the number: a tensor of one element, without gradient. Asked within the step, and only where
    /// there are several processes.
    /// </summary>
    public Func<Tensor>? OnDevice { get; init; }

    /// <summary>A number that only the device knows.</summary>
    /// <param name="count">Gives a tensor of one element, without gradient.</param>
    /// <param name="least">What is divided by at least.</param>
    public static LossDivisor Of(Func<Tensor> count, double least = 0) => new(0, least) { OnDevice = count };
}
