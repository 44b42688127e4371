using Panoptes.Models.Backbones;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Backbones;

/// <summary>
/// The law of dilated convolution: with equal weights, a network whose strides became dilations computes, at every k-th
/// position, exactly what the strided one computes.
/// </summary>
internal static class DenseFeatures
{
    public static void Check(Backbone strided, Backbone dilated)
    {
        var images = Tensor.From(Enumerable.Range(0, 3 * 97 * 129).Select(i => (float)Math.Sin(i * 0.37)).ToArray(), 1, 3, 97, 129);
        var (coarse, dense) = (strided.Forward(images), dilated.Forward(images));
        for (var level = 0; level < coarse.Length; level++)
        {
            var step = strided.Levels[level].Stride / dilated.Levels[level].Stride;
            var picked = dense[level].Slice(2, 0, null, step).Slice(3, 0, null, step);
            Assert.Equal(coarse[level].Shape.ToArray(), picked.Shape.ToArray());
            Assert.Equal(strided.Levels[level].Channels, coarse[level].Size(1));
            var scale = coarse[level].Abs().Max().Item();
            Assert.True(scale > 0);
            Assert.InRange((picked - coarse[level]).Abs().Max().Item() / scale, 0, 1e-5);
        }
    }
}
