using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>
/// What every head ends in: channel dropout and a 1x1 convolution <c>conv_seg</c>, which comes first among its parameters
/// (mmseg/models/decode_heads/decode_head.py).
/// </summary>
public abstract class ClassifierHead : Module
{
    private readonly Conv2d classifier;
    private readonly Dropout2d dropout;

    private protected ClassifierHead(HeadConfig config)
    {
        classifier = Child("conv_seg", new Conv2d(config.Channels, config.NumClasses, kernel: 1));
        dropout = Child("dropout", new Dropout2d(config.Dropout));
        Initialize.Normal(classifier.Weight, 0, 0.01);
        Initialize.Constant(classifier.Bias!, 0);
    }

    /// <summary>Logits from the head's last map.</summary>
    /// <param name="x">(N, Channels, h, w).</param>
    /// <returns>(N, classes, h, w).</returns>
    private protected Tensor Logits(Tensor x) => Classify(dropout.Forward(x));

    /// <summary>The classifier: <c>conv_seg</c>, unless a published head has another.</summary>
    /// <param name="x">(N, Channels, h, w), some of them dropped.</param>
    /// <returns>(N, classes, h, w).</returns>
    protected virtual Tensor Classify(Tensor x) => classifier.Forward(x);
}
