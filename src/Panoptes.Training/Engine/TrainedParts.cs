using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Engine;

/// <summary>Lets only a part of a model learn, for as long as a stage takes.</summary>
internal sealed class TrainedParts : IDisposable
{
    private readonly List<Tensor> untrained;
    private readonly List<BatchNorm2d> still;

    /// <summary>Takes the gradients of all other parameters away.</summary>
    /// <param name="model">The model.</param>
    /// <param name="config">Which parts are trained, and whether running statistics stay.</param>
    /// <exception cref="InputException">A part is in no parameter's name, or nothing is left to train.</exception>
    public TrainedParts(Module model, TrainConfig config)
    {
        var parameters = model.NamedParameters();
        foreach (var part in config.Trained)
        {
            Require.That(
                parameters.Any(entry => entry.Name.Contains(part, StringComparison.Ordinal)), "train.trained",
                $"'{part}', which is a part of no parameter's name", $"parts of names such as {parameters[0].Name}",
                "correct or remove it");
        }

        untrained = [.. parameters.Where(entry => entry.Tensor.RequiresGrad && !IsTrained(entry.Name)).Select(entry => entry.Tensor)];
        untrained.ForEach(tensor => tensor.RequiresGrad = false);
        still = config.FrozenStatistics
            ? [.. model.NamedModules().Select(entry => entry.Module).OfType<BatchNorm2d>().Where(norm => !norm.KeepsStatistics)] : [];
        still.ForEach(norm => norm.KeepsStatistics = true);

        bool IsTrained(string name) =>
            (config.Trained.Count == 0 || config.Trained.Any(part => name.Contains(part, StringComparison.Ordinal)))
            && !config.Untrained.Any(part => name.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Gives the gradients back, once: what another stage takes away later is not its own.</summary>
    public void Dispose()
    {
        untrained.ForEach(tensor => tensor.RequiresGrad = true);
        untrained.Clear();
        still.ForEach(norm => norm.KeepsStatistics = false);
        still.Clear();
    }
}
