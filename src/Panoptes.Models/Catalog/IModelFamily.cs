using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog;

/// <summary>Models that are built alike: their names, which settings they take, and how published weights are named.</summary>
internal interface IModelFamily
{
    /// <summary>The names, smallest model first.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What its models can be asked for, what they are mostly trained for first.</summary>
    IReadOnlyList<SegmentationTask> Tasks => [SegmentationTask.Semantic];

    /// <summary>Translations of published weights' names that this family's backbones and heads need; none where they carry those names.</summary>
    IReadOnlyList<KeyMap> KeyMaps => [];

    /// <summary>
    /// Which of <see cref="ModelOptions.All"/> a model takes, as property names of <see cref="ModelConfig"/>; the others are
    /// refused where a configuration sets them.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    IReadOnlyList<string> Options(string name);

    /// <summary>Makes a model with random weights, in training mode.</summary>
    /// <param name="config">A checked configuration whose name is one of <see cref="Names"/>.</param>
    Segmenter Create(ModelConfig config);
}
