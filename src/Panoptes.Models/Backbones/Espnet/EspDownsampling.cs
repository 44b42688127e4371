using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Espnet;

/// <summary>
/// Halves a feature map: its mean and an <see cref="EespBlock"/> of stride 2 side by side, to which what the image itself says at that
/// size is added (Mehta et al. 2019, figure 3; nn_layers/eesp.py, DownSampler).
/// </summary>
internal sealed class EspDownsampling : Module
{
    private const int ImageChannels = 3;
    private readonly EespBlock block;
    private readonly AvgPool2d mean;
    private readonly Sequential ofImage;
    private readonly PReLU activation;

    /// <summary>Makes one.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="field">The largest receptive field of a branch in pixels.</param>
    public EspDownsampling(long inputs, long outputs, int field)
    {
        block = Child("eesp", new EespBlock(inputs, outputs - inputs, field, isDownsampling: true));
        mean = Child("avg", Halving());
        ofImage = Child(
            "inp_reinf",
            new Sequential(EspLayers.ConvNormAct(ImageChannels, ImageChannels, 3), EspLayers.ConvNorm(ImageChannels, outputs, 1)));
        activation = Child("act", new PReLU(outputs));
    }

    /// <summary>The mean of 3x3 pixels at every other one.</summary>
    public static AvgPool2d Halving() => new(kernel: 3, stride: 2, padding: 1);

    /// <summary>Halves a map.</summary>
    /// <param name="x">(N,C,h,w).</param>
    /// <param name="image">The image at the size of the result: (N,3,ceil(h/2),ceil(w/2)).</param>
    public Tensor Forward(Tensor x, Tensor image)
    {
        using var scope = TensorScope.Open();
        return scope.Return(activation.Forward(Ops.Cat([mean.Forward(x), block.Forward(x)], 1) + ofImage.Forward(image)));
    }
}
