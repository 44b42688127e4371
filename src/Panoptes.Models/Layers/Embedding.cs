using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>Learnt vectors, one a row: parameter <c>weight</c> (rows, width), normally distributed at first.</summary>
internal sealed class Embedding : Module
{
    /// <summary>Makes one.</summary>
    public Embedding(long rows, long width)
    {
        Weight = Parameter("weight", Tensor.Empty([rows, width]));
        Initialize.Normal(Weight);
    }

    /// <summary>All rows.</summary>
    public Tensor Weight { get; }
}
