using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Readings.Kernels;

/// <summary>
/// Positions and kernels read as segments and objects (Li et al. 2021, section 3.4; panopticfcn/panoptic_seg.py): kernels are fused and
/// drawn, objects are put down the surest first, stuff fills what is left.
/// </summary>
public static class KernelReading
{
    private const double ObjectScore = 0.2;
    private const double Overlap = 0.5;

    /// <summary>Reads segments that do not overlap.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="isThing">Whether a class is one of objects; objects of other classes are left out.</param>
    /// <param name="options">Thresholds.</param>
    public static PanopticPrediction Panoptic(
        KernelOutputs outputs, int image, ReadingSize size, Func<int, bool> isThing, PanopticOptions options)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var found = outputs.Find(image);
        var masks = new DrawnMasks(outputs, image, size);
        var things = Things(outputs, found.Things, masks, size, isThing, options);
        var (ids, segments) = (things.Ids, things.Segments.ToList());
        var owners = masks.Likeliest(found.Stuff, _ => true);
        var areas = new long[outputs.Classes.StuffMaps.Count];
        for (var i = 0; i < owners.Length; i++)
        {
            if (ids.Pixels[i] == 0 && owners[i] >= 0)
            {
                areas[owners[i]]++;
            }
        }

        var idOf = new int[areas.Length];
        for (var k = 0; k < found.Stuff.Maps.Count; k++)
        {
            var map = found.Stuff.Maps[k];
            if (areas[map] > 0 && areas[map] >= outputs.Reading.StuffArea && outputs.Classes.IsStuff(map))
            {
                idOf[map] = segments.Count + 1;
                segments.Add(new PredictedSegment(idOf[map], outputs.Classes.StuffMaps[map], false, areas[map], found.Stuff.Scores[k]));
            }
        }

        for (var i = 0; i < owners.Length; i++)
        {
            if (ids.Pixels[i] == 0 && owners[i] >= 0)
            {
                ids.Pixels[i] = idOf[owners[i]];
            }
        }

        return new PanopticPrediction(ids, segments);
    }

    /// <summary>Reads objects that may overlap.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="isThing">Whether a class is one of objects.</param>
    /// <param name="most">How many at the most, at least 1.</param>
    public static InstancePrediction Instances(KernelOutputs outputs, int image, ReadingSize size, Func<int, bool> isThing, int most)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(isThing);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var things = outputs.Find(image).Things;
        var masks = new DrawnMasks(outputs, image, size);
        int TrainId(int row) => outputs.Classes.Things[things.Classes[row]];
        var kept = masks.Score(things).Where(thing => isThing(TrainId(thing.Row))).Take(most).ToArray();
        var instances = new List<PredictedInstance>();
        masks.ForEach(things, [.. kept.Select(thing => thing.Row)], (at, pixels) =>
        {
            var mask = RunLengthMask.Encode(new Plane<byte>(size.Width, size.Height, pixels.ToArray()));
            if (mask.Area > 0)
            {
                instances.Add(new PredictedInstance(TrainId(kept[at].Row), kept[at].Score, mask));
            }
        });
        return new InstancePrediction(size.Width, size.Height, instances);
    }

    /// <summary>
    /// The class of every pixel: that of its object where a panoptic prediction has one, else of the likeliest stuff, however small.
    /// </summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <returns>Train ids; where no stuff was found at all, the first class that has a map.</returns>
    public static Plane<ushort> Labels(KernelOutputs outputs, int image, ReadingSize size)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var found = outputs.Find(image);
        var masks = new DrawnMasks(outputs, image, size);
        var things = Things(outputs, found.Things, masks, size, _ => true, new PanopticOptions());
        var maps = outputs.Classes.StuffMaps;
        var owners = masks.Likeliest(found.Stuff, map => maps[map] != ThingTable.AnyThing);
        var usual = Math.Max(0, maps.FirstOrDefault(id => id != ThingTable.AnyThing, 0));
        return new Plane<ushort>(size.Width, size.Height, [.. owners.Select((map, i) => (ushort)(
            things.Ids.Pixels[i] > 0 ? things.Segments[things.Ids.Pixels[i] - 1].Class : map >= 0 ? maps[map] : usual))]);
    }

    /// <summary>Scores of every class: 1 for that of a pixel's object, and the probability of stuff.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <returns>(K, Height, Width) float32; belongs to the innermost open scope.</returns>
    public static Tensor Scores(KernelOutputs outputs, int image, ReadingSize size)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var scores = Tensor.Zeros([outputs.Classes.Classes, size.Height, size.Width], DType.Float32, outputs.Device);
        var found = outputs.Find(image);
        var masks = new DrawnMasks(outputs, image, size);
        var stuff = Stuff(outputs, found.Stuff, masks, size);
        var maps = outputs.Classes.StuffMaps;
        foreach (var map in Enumerable.Range(0, maps.Count).Where(map => maps[map] != ThingTable.AnyThing))
        {
            scores.Select(0, maps[map]).CopyInPlace(stuff.Select(0, map));
        }

        var things = Things(outputs, found.Things, masks, size, _ => true, new PanopticOptions());
        var owners = Tensor.From<int>(things.Ids.Pixels, size.Height, size.Width).To(scores.Device);
        foreach (var segment in things.Segments)
        {
            scores.Select(0, segment.Class).MaskedFillInPlace(owners.Eq(segment.Id), 1);
        }

        return scope.Return(scores);
    }

    /// <summary>The probability of every stuff map at every pixel; 0 for maps that were not found.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <returns>(S, Height, Width) float32; belongs to the innermost open scope.</returns>
    public static Tensor Stuff(KernelOutputs outputs, int image, ReadingSize size)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        return scope.Return(Stuff(outputs, outputs.Find(image).Stuff, new DrawnMasks(outputs, image, size), size));
    }

    private static Tensor Stuff(KernelOutputs outputs, FoundStuff found, DrawnMasks masks, ReadingSize size)
    {
        var all = Tensor.Zeros(
            [outputs.Classes.StuffMaps.Count, size.Height, size.Width], DType.Float32, outputs.Device);
        masks.Fill(found, all);
        return all;
    }

    // Objects put down the surest first, each on what is free.
    private static PanopticPrediction Things(
        KernelOutputs outputs, FoundThings things, DrawnMasks masks, ReadingSize size, Func<int, bool> isThing, PanopticOptions options)
    {
        options.Validate();
        var (least, share) = (options.ObjectScore ?? ObjectScore, options.Overlap ?? Overlap);
        var merge = new SegmentMerge(size.Width, size.Height);
        int TrainId(int row) => outputs.Classes.Things[things.Classes[row]];
        var kept = masks.Score(things).Where(thing => thing.Score >= least && isThing(TrainId(thing.Row))).ToArray();
        masks.ForEach(
            things, [.. kept.Select(thing => thing.Row)],
            (at, pixels) => merge.AddThing(pixels.Span, TrainId(kept[at].Row), kept[at].Score, share));
        return merge.Prediction();
    }
}
