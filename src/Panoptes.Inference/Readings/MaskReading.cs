using Panoptes.Imaging;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;

namespace Panoptes.Inference.Readings;

/// <summary>A set of masks, each with logits of classes (Mask2Former, EoMT), as classes of pixels.</summary>
internal static class MaskReading
{
    /// <summary>The class of every pixel: the largest sum over masks of class probability times mask probability.</summary>
    public static Plane<ushort> Labels(ModelContract contract, PreparedImage image, IReadOnlyList<NetworkOutput> outputs)
    {
        var probabilities = Probabilities(outputs);
        var classes = probabilities[0].Length - 1;
        var sums = new float[classes][];
        for (var k = 0; k < classes; k++)
        {
            sums[k] = new float[image.Width * image.Height];
        }

        for (var q = 0; q < probabilities.Length; q++)
        {
            var inside = Mask(contract, image, outputs, q);
            for (var k = 0; k < classes; k++)
            {
                var (sum, share) = (sums[k], probabilities[q][k]);
                for (var i = 0; i < inside.Length; i++)
                {
                    sum[i] += share * inside[i];
                }
            }
        }

        var labels = new Plane<ushort>(image.Width, image.Height);
        for (var i = 0; i < labels.Pixels.Length; i++)
        {
            for (var k = 1; k < classes; k++)
            {
                labels.Pixels[i] = sums[k][i] > sums[labels.Pixels[i]][i] ? (ushort)k : labels.Pixels[i];
            }
        }

        return labels;
    }

    /// <summary>For every mask the probability of each class, "no object" last.</summary>
    public static float[][] Probabilities(IReadOnlyList<NetworkOutput> outputs)
    {
        var logits = outputs.First(output => output.Name == "class_logits");
        var (queries, classes) = (logits.Shape[1], logits.Shape[2]);
        return [.. Enumerable.Range(0, queries).Select(q => Softmax(logits.Values.AsSpan(q * classes, classes)))];
    }

    /// <summary>How likely each pixel of the image is inside a mask, 0 to 1.</summary>
    public static float[] Mask(ModelContract contract, PreparedImage image, IReadOnlyList<NetworkOutput> outputs, int query)
    {
        var logits = outputs.First(output => output.Name == "mask_logits");
        var (height, width) = (logits.Shape[2], logits.Shape[3]);
        var stride = contract.MaskStride;
        var padded = (Width: Up(image.InputWidth, stride), Height: Up(image.InputHeight, stride));
        var plane = logits.Values.AsSpan(query * height * width, height * width);
        var own = FloatPlanes.Crop(
            FloatPlanes.Resize(plane, (width, height), padded, false), padded.Width, (image.ContentWidth, image.ContentHeight));
        var full = FloatPlanes.Resize(own, (image.ContentWidth, image.ContentHeight), (image.Width, image.Height), false);
        for (var i = 0; i < full.Length; i++)
        {
            full[i] = 1 / (1 + MathF.Exp(-full[i]));
        }

        return full;
    }

    private static int Up(int length, int stride) => (length + stride - 1) / stride * stride;

    private static float[] Softmax(ReadOnlySpan<float> logits)
    {
        var result = logits.ToArray();
        var most = result.Max();
        for (var k = 0; k < result.Length; k++)
        {
            result[k] = MathF.Exp(result[k] - most);
        }

        var sum = result.Sum();
        return Array.ConvertAll(result, value => value / sum);
    }
}
