using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Training.Collectives;

/// <summary>Weights that all processes have from the first.</summary>
public static class SharedWeights
{
    /// <summary>Gives a model of every process the weights and running statistics of rank 0's; all of them ask at the same place.</summary>
    /// <param name="model">Of the same kind everywhere.</param>
    /// <param name="collective">The processes.</param>
    public static void Spread(Module model, ICollective collective)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(collective);
        if (collective.Size == 1)
        {
            return;
        }

        using var noGrad = Autograd.NoGrad();
        foreach (var (_, tensor) in model.StateDict())
        {
            collective.Share(tensor);
        }
    }
}
