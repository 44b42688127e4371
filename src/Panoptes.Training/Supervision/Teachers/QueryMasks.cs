using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Labels of queries with their masks at the size of a whole image.</summary>
internal static class QueryMasks
{
    /// <summary>The labels of an image.</summary>
    /// <param name="choice">Which queries.</param>
    /// <param name="set">What the network says.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="mask">A pixel is inside where its probability is above this, 0 to 1.</param>
    /// <returns>None empty, by ascending number of the query.</returns>
    public static List<PredictedInstance> Of(QueryLabels choice, MaskSet set, int image, ReadingSize size, double mask)
    {
        var (labels, _) = choice.Of(set.Last, image);
        var (found, inside) = (new List<PredictedInstance>(), Math.Log(mask / (1 - mask)));
        var area = size.Height * size.Width;
        new FullMasks(set, image, size).ForEach([.. labels.Select(label => label.Query)], (first, logits) =>
        {
            var pixels = logits.Gt(inside).To(DType.UInt8).ToArray<byte>();
            for (var i = 0; i < logits.Size(0); i++)
            {
                var plane = new Plane<byte>(size.Width, size.Height, pixels.AsSpan(i * area, area).ToArray());
                var label = labels[first + i];
                found.Add(new PredictedInstance(label.Class, label.Score, RunLengthMask.Encode(plane)));
            }
        });
        return [.. found.Where(label => label.Mask.Area > 0)];
    }
}
