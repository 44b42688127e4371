using Panoptes.Tensors;

namespace Panoptes.Models.Heads;

/// <summary>Turns feature maps into logits.</summary>
public abstract class SegmentationHead : ClassifierHead
{
    /// <summary>Makes the classifier; the head's other layers come after it among its parameters.</summary>
    /// <param name="config">Working width, number of classes, dropout.</param>
    protected SegmentationHead(HeadConfig config)
        : base(config)
    {
    }

    /// <summary>Computes the logits.</summary>
    /// <param name="features">The backbone's feature maps, which stay the caller's.</param>
    /// <returns>(N, classes, h, w) at the head's stride.</returns>
    public Tensor Forward(IReadOnlyList<Tensor> features)
    {
        using var scope = TensorScope.Open();
        return scope.Return(Logits(Decode(features)));
    }

    /// <summary>Everything before the classifier.</summary>
    /// <param name="features">The backbone's feature maps.</param>
    /// <returns>(N, Channels, h, w).</returns>
    protected abstract Tensor Decode(IReadOnlyList<Tensor> features);
}
