using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>Convolutions as the networks here use them.</summary>
internal static class Convolution
{
    /// <summary>
    /// A convolution without bias, padded so that stride 1 keeps the size, drawn from He's normal distribution over the
    /// fan-out (He et al. 2015).
    /// </summary>
    public static Conv2d Of(long inputs, long outputs, long kernel, long stride = 1, long dilation = 1, long groups = 1)
    {
        var conv = new Conv2d(inputs, outputs, kernel, stride, padding: kernel / 2 * dilation, dilation, groups, bias: false);
        Initialize.KaimingNormal(conv.Weight, Initialize.Fan.Out);
        return conv;
    }

    /// <summary>
    /// A convolution with bias, padded so that stride 1 keeps the size, as MiT and MSCAN have them: He's normal distribution
    /// over the fan-out of one group, bias 0 (mmseg/models/backbones/mit.py, mscan.py: init_weights).
    /// </summary>
    public static Conv2d Biased(long inputs, long outputs, long kernel, long stride = 1, long groups = 1) =>
        Biased(inputs, outputs, (kernel, kernel), stride, groups);

    /// <summary>The same with a kernel that may differ in height and width.</summary>
    public static Conv2d Biased(long inputs, long outputs, (long Height, long Width) kernel, long stride = 1, long groups = 1)
    {
        var conv = new Conv2d(inputs, outputs, kernel, (stride, stride), (kernel.Height / 2, kernel.Width / 2), (1, 1), groups);
        Initialize.Normal(conv.Weight, 0, Math.Sqrt(2.0 / (kernel.Height * kernel.Width * outputs / groups)));
        Initialize.Constant(conv.Bias!, 0);
        return conv;
    }

    /// <summary>A depthwise convolution with bias.</summary>
    public static Conv2d Depthwise(long channels, long height, long width) => Biased(channels, channels, (height, width), groups: channels);
}
