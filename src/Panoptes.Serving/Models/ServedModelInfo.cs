using Panoptes.Inference.Contracts;

namespace Panoptes.Serving.Models;

/// <summary>What a served model is.</summary>
/// <param name="Name">Name of the network.</param>
/// <param name="Task">What it is asked for: <c>semantic</c>, <c>panoptic</c> or <c>instance</c>.</param>
/// <param name="Weights">Which weights they are.</param>
/// <param name="Engine">What runs it, such as <c>OnnxRuntime</c>.</param>
/// <param name="Classes">What it tells apart, by train id.</param>
public sealed record ServedModelInfo(string Name, string Task, string Weights, string Engine, IReadOnlyList<ModelClass> Classes)
{
    /// <summary>How large images enter the network; null where they enter as the model's settings say.</summary>
    public SizeRule? Size { get; init; }
}
