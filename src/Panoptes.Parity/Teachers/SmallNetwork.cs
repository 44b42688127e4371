using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Parity.Teachers;

/// <summary>The names and shapes of the fixture's network; it segments nothing.</summary>
internal sealed class SmallNetwork : Segmenter
{
    /// <summary>Makes it.</summary>
    public SmallNetwork()
    {
        using var scope = TensorScope.Open();
        Parameter("extra", Tensor.Zeros([2, 3]));
        Child("0", new Conv2d(3, 4, 3));
        Child("1", new BatchNorm2d(4));
        Child("2", new Linear(5, 2));
    }

    /// <inheritdoc/>
    public override int NumClasses => 1;

    /// <inheritdoc/>
    public override SegmenterOutputs Forward(Tensor images) => throw new NotSupportedException();
}
