using Panoptes.Tensors;

namespace Panoptes.Training.Collectives;

/// <summary>Backward passes whose gradients are averages over all processes.</summary>
public interface IBackwardPass : IDisposable
{
    /// <summary>Adds the gradients of a loss to those that there are.</summary>
    /// <param name="loss">A tensor without dimensions.</param>
    /// <param name="isLast">Whether it is the last pass of a step: only then do processes wait for each other.</param>
    void Run(Tensor loss, bool isLast);
}
