using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Parity.Models;

/// <summary>A model as a fixture sees it: a module, and its outputs by the fixture's names.</summary>
/// <param name="Module">The module; owned.</param>
/// <param name="Forward">Computes the outputs, by name, from the input named "input".</param>
/// <param name="LossWeights">Of a segmenter, which outputs the reference's own losses are for and their weights; else empty.</param>
/// <param name="NumClasses">Classes of those outputs.</param>
internal sealed record FixtureModel(
    Module Module,
    Func<Tensor, Dictionary<string, Tensor>> Forward,
    IReadOnlyList<(string Output, string Loss, double Weight)> LossWeights,
    int NumClasses) : IDisposable
{
    /// <summary>Takes the fixture's other inputs, by name, before <see cref="Forward"/>; null where the model has none.</summary>
    public Action<string, Tensor>? Give { get; init; }

    public void Dispose() => Module.Dispose();
}
