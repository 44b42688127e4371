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
        Initialise.KaimingNormal(conv.Weight, Initialise.Fan.Out);
        return conv;
    }
}
