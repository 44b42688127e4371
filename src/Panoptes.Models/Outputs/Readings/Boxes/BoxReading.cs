using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings.Boxes;

/// <summary>
/// Boxes with masks, and stuff, read as segments and objects: objects are put down the surest first, stuff fills what is left (Kirillov et
/// al. 2019, section 4; detectron2, combine_semantic_and_instance_outputs).
/// </summary>
public static class BoxReading
{
    private const double ObjectScore = 0.5;
    private const double Overlap = 0.5;

    /// <summary>Reads segments that do not overlap.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="isThing">Whether a class is one of objects; objects of other classes are left out.</param>
    /// <param name="options">Thresholds.</param>
    public static PanopticPrediction Panoptic(
        BoxOutputs outputs, int image, ReadingSize size, Func<int, bool> isThing, PanopticOptions options)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(isThing);
        ArgumentNullException.ThrowIfNull(options);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var merge = new SegmentMerge(size.Width, size.Height);
        AddThings(merge, outputs, image, size, isThing, options);
        if (outputs.StuffProbabilities(image, size) is { } probability)
        {
            var (score, best) = probability.Max(0);
            merge.AddStuff(
                best.To(DType.Int32).ToArray<int>(), score.ToArray<float>(), outputs.Classes.StuffMaps,
                outputs.Reading.LeastArea(size.Height, size.Width));
        }

        return merge.Prediction();
    }

    /// <summary>Reads objects that may overlap.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="isThing">Whether a class is one of objects.</param>
    /// <param name="most">How many at the most, at least 1.</param>
    public static InstancePrediction Instances(BoxOutputs outputs, int image, ReadingSize size, Func<int, bool> isThing, int most)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(isThing);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var objects = new PastedObjects(outputs, image, size);
        var instances = new List<PredictedInstance>();
        foreach (var row in Enumerable.Range(0, objects.Scores.Length).Where(row => isThing(objects.Classes[row])).Take(most))
        {
            var mask = objects.Encoded(row);
            if (mask.Area > 0)
            {
                instances.Add(new PredictedInstance(objects.Classes[row], objects.Scores[row], mask));
            }
        }

        return new InstancePrediction(size.Width, size.Height, instances);
    }

    /// <summary>
    /// The class of every pixel: that of its object where a panoptic prediction has one, else of the likeliest stuff, however small.
    /// </summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <returns>Train ids; of a network without stuff the first class of objects where there is none.</returns>
    public static Plane<ushort> Labels(BoxOutputs outputs, int image, ReadingSize size)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var merge = new SegmentMerge(size.Width, size.Height);
        AddThings(merge, outputs, image, size, _ => true, new PanopticOptions());
        var things = merge.Prediction();
        var classes = new ushort[size.Width * size.Height];
        Array.Fill(classes, (ushort)outputs.Classes.Things[0]);
        if (outputs.StuffScores(image, size) is { } scores && outputs.Classes.StuffMaps.Count > 1)
        {
            var stuff = scores.Narrow(0, 1, scores.Size(0) - 1).Max(0).Item2.To(DType.Int32).ToArray<int>();
            classes = Array.ConvertAll(stuff, map => (ushort)outputs.Classes.StuffMaps[map + 1]);
        }

        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = things.Ids.Pixels[i] > 0 ? (ushort)things.Segments[things.Ids.Pixels[i] - 1].Class : classes[i];
        }

        return new Plane<ushort>(size.Width, size.Height, classes);
    }

    /// <summary>Scores of every class: 1 for that of a pixel's object, and the probability of stuff.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <returns>(K, Height, Width) float32; belongs to the innermost open scope.</returns>
    public static Tensor Scores(BoxOutputs outputs, int image, ReadingSize size)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var scores = Tensor.Zeros([outputs.Classes.Classes, size.Height, size.Width], DType.Float32, outputs.Device);
        if (outputs.StuffProbabilities(image, size) is { } probability)
        {
            for (var map = 1; map < outputs.Classes.StuffMaps.Count; map++)
            {
                scores.Select(0, outputs.Classes.StuffMaps[map]).CopyInPlace(probability.Select(0, map));
            }
        }

        var merge = new SegmentMerge(size.Width, size.Height);
        AddThings(merge, outputs, image, size, _ => true, new PanopticOptions());
        var things = merge.Prediction();
        var owners = Tensor.From<int>(things.Ids.Pixels, size.Height, size.Width).To(outputs.Device);
        foreach (var segment in things.Segments)
        {
            scores.Select(0, segment.Class).MaskedFillInPlace(owners.Eq(segment.Id), 1);
        }

        return scope.Return(scores);
    }

    /// <summary>The semantic head's logits of one image at the size of a prediction, (S + 1, Height, Width) float32.</summary>
    /// <param name="outputs">What the network put out, with such a head.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    public static Tensor SemanticLogits(Detections outputs, int image, ReadingSize size)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var scope = TensorScope.Open();
        var logits = (outputs.Semantic ?? throw new InvalidOperationException("the network has no semantic head"))
            .Select(0, image).To(DType.Float32);
        return scope.Return(MaskSizes.Fit(logits, outputs.PaddedSize, size).Contiguous());
    }

    private static void AddThings(
        SegmentMerge merge, BoxOutputs outputs, int image, ReadingSize size, Func<int, bool> isThing, PanopticOptions options)
    {
        options.Validate();
        var objects = new PastedObjects(outputs, image, size);
        var least = options.ObjectScore ?? ObjectScore;
        for (var row = 0; row < objects.Scores.Length && objects.Scores[row] >= least; row++)
        {
            if (isThing(objects.Classes[row]))
            {
                merge.AddThing(objects.Mask(row).Pixels, objects.Classes[row], objects.Scores[row], options.Overlap ?? Overlap);
            }
        }
    }
}
