using Panoptes.Tensors;

namespace Panoptes.Models.MaskDecoders.Plain;

/// <summary>Rotary positions of a grid of patches (DINOv3): angles that queries and keys of patches are turned by.</summary>
/// <param name="Cosines">(patches, channels of a head).</param>
/// <param name="Sines">(patches, channels of a head).</param>
internal sealed record RotaryPositions(Tensor Cosines, Tensor Sines)
{
    private const double Base = 100;

    /// <summary>The positions of a grid.</summary>
    /// <param name="height">Rows of patches.</param>
    /// <param name="width">Columns of patches.</param>
    /// <param name="channels">Channels of a head, a multiple of 4.</param>
    /// <param name="device">Where to.</param>
    /// <remarks>
    /// Centers lie in -1 to 1 along both axes; a quarter of the channels has the periods of rows, a quarter those of columns, and both come
    /// twice.
    /// </remarks>
    public static RotaryPositions Of(long height, long width, long channels, Device device)
    {
        using var scope = TensorScope.Open();
        var quarter = (int)(channels / 4);
        var angles = new float[height * width * channels];
        for (var patch = 0; patch < height * width; patch++)
        {
            double[] center = [Center(patch / width, height), Center(patch % width, width)];
            for (var channel = 0; channel < channels; channel++)
            {
                var (axis, k) = (channel / quarter % 2, channel % quarter);
                angles[(patch * channels) + channel] = (float)(2 * Math.PI * center[axis] * Math.Pow(Base, -4.0 * k / channels));
            }
        }

        var all = Tensor.From(angles, height * width, channels).To(device);
        return new RotaryPositions(scope.Return(all.Cos()), scope.Return(all.Sin()));
    }

    /// <summary>Queries or keys with the patches' turned; the patches are the last tokens.</summary>
    /// <param name="x">(N, heads, tokens, channels of a head).</param>
    public Tensor Turn(Tensor x)
    {
        using var scope = TensorScope.Open();
        var (count, half) = (Cosines.Size(0), x.Size(3) / 2);
        var others = x.Size(2) - count;
        var patches = x.Narrow(2, others, count);
        var turned = Ops.Cat([-patches.Narrow(3, half, half), patches.Narrow(3, 0, half)], 3);
        return scope.Return(Ops.Cat([x.Narrow(2, 0, others), (patches * Cosines) + (turned * Sines)], 2));
    }

    private static double Center(long index, long count) => ((2 * (index + 0.5)) / count) - 1;
}
