using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog;

/// <summary>
/// Models that are built alike: their names, their settings, what is known of their architecture, and how published weights are named.
/// </summary>
public interface IModelFamily
{
    /// <summary>The names, smallest model first.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What its models can be asked for, what they are mostly trained for first.</summary>
    IReadOnlyList<SegmentationTask> Tasks => [SegmentationTask.Semantic];

    /// <summary>
    /// Translations of published weights' names that this family's backbones and heads need; none where they carry those names.
    /// </summary>
    IReadOnlyList<KeyMap> KeyMaps => [];

    /// <summary>
    /// Translations that depend on a model's settings, as where weights are resampled to its sizes; tried after <see cref="KeyMaps"/>.
    /// </summary>
    /// <param name="config">A configuration whose name is one of <see cref="Names"/> and whose options are this family's.</param>
    IReadOnlyList<KeyMap> KeyMapsFor(ModelConfig config) => [];

    /// <summary>
    /// Other programs under whose names a model's weights can be written; those that keep the whole network first. Reading such a file with
    /// <see cref="KeyMaps"/> gives the same weights.
    /// </summary>
    /// <param name="config">A configuration whose name is one of <see cref="Names"/> and whose options are this family's.</param>
    IReadOnlyList<ReleaseNames> Releases(ModelConfig config) => [];

    /// <summary>The family's own settings with the defaults of one of its models.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    ModelOptions Defaults(string name);

    /// <summary>What recipes and advice need to know of a model's architecture; no network is made.</summary>
    /// <param name="config">A configuration whose name is one of <see cref="Names"/> and whose options are this family's.</param>
    ModelTraits Traits(ModelConfig config);

    /// <summary>
    /// Who published weights that a model can take, under which license; null where none are known. Panoptes ships none of them.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    string? License(string name) => null;

    /// <summary>Models that a file of weights may be of where it does not fit the one that was chosen, to be tried in order.</summary>
    /// <param name="name">One of <see cref="Names"/>: the chosen one.</param>
    IEnumerable<string> Alternatives(string name) => Names.Where(other => other != name);

    /// <summary>What speaks against a file of weights that the tensors' names tell, before it is loaded; null where nothing does.</summary>
    /// <param name="config">A configuration whose name is one of <see cref="Names"/> and whose options are this family's.</param>
    /// <param name="tensors">Names of the file's tensors.</param>
    WeightAdvice? Advise(ModelConfig config, IReadOnlyList<string> tensors) => null;

    /// <summary>A configuration for a data set's classes.</summary>
    /// <param name="config">A configuration whose name is one of <see cref="Names"/> and whose options are this family's.</param>
    /// <param name="classes">How many there are.</param>
    /// <param name="things">Train ids of those of objects, ascending.</param>
    ModelConfig ForClasses(ModelConfig config, int classes, IReadOnlyList<int> things) => config with { NumClasses = classes };

    /// <summary>Makes a model with random weights, in training mode.</summary>
    /// <param name="config">A checked configuration whose name is one of <see cref="Names"/> and whose options are this family's.</param>
    Segmenter Create(ModelConfig config);
}
