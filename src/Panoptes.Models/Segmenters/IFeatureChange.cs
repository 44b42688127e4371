using Panoptes.Tensors;

namespace Panoptes.Models.Segmenters;

/// <summary>A network whose features can be changed between backbone and heads, for as long as a pass takes.</summary>
public interface IFeatureChange
{
    /// <summary>
    /// Takes the backbone's features, (N,C,h,w) each, and gives others of the same shapes, in the innermost open scope; null where they
    /// stay.
    /// </summary>
    Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? FeatureChange { get; set; }
}
