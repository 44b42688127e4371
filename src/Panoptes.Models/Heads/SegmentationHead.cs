using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>
/// Turns feature maps into logits. Every head ends in channel dropout and a 1x1 convolution <c>conv_seg</c>, which comes first
/// among its parameters (mmseg/models/decode_heads/decode_head.py).
/// </summary>
public abstract class SegmentationHead : Module
{
    private readonly Conv2d classifier;
    private readonly Dropout2d dropout;

    private protected SegmentationHead(HeadConfig config)
    {
        classifier = Child("conv_seg", new Conv2d(config.Channels, config.NumClasses, kernel: 1));
        dropout = Child("dropout", new Dropout2d(config.Dropout));
        Initialise.Normal(classifier.Weight, 0, 0.01);
        Initialise.Constant(classifier.Bias!, 0);
    }

    /// <summary>Computes the logits.</summary>
    /// <param name="features">The backbone's feature maps, which stay the caller's.</param>
    /// <returns>(N, classes, h, w) at the head's stride.</returns>
    public Tensor Forward(IReadOnlyList<Tensor> features)
    {
        using var scope = TensorScope.Open();
        var x = Decode(features);
        return scope.Return(classifier.Forward(dropout.Forward(x)));
    }

    /// <summary>Everything before the classifier.</summary>
    /// <param name="features">The backbone's feature maps.</param>
    /// <returns>(N, Channels, h, w).</returns>
    private protected abstract Tensor Decode(IReadOnlyList<Tensor> features);

    /// <summary>
    /// Refuses a pooling branch that would normalise a single value per channel, which has no variance: it happens where a
    /// map is pooled to one pixel and the batch is one image.
    /// </summary>
    private protected void CheckPooledBatch(string branch, Tensor x, long cells)
    {
        if (IsTraining && x.Size(0) * cells < 2)
        {
            throw new InputException(
                $"model branch decode_head.{branch}",
                "one value per channel to normalise (a batch of 1, pooled to 1x1)",
                "at least 2 images per training batch",
                "set train.batch_size to 2 or more");
        }
    }
}
