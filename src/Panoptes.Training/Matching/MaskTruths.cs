using Panoptes.Data.Loading;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;
using Panoptes.Tensors;

namespace Panoptes.Training.Matching;

/// <summary>Makes the ground truth of each image of a batch.</summary>
public static class MaskTruths
{
    /// <summary>The masks of every image, in the order of its table, its list, or its train ids.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="source">Which of its targets.</param>
    /// <param name="classes">How many classes the network tells apart; label maps may hold others, which are void.</param>
    /// <param name="extent">Height and width of what the network's masks span: those of the batch, or more where it pads images.</param>
    /// <param name="device">Where to.</param>
    /// <returns>Ground truth whose tensors belong to the innermost open scope.</returns>
    /// <exception cref="InputException">The batch lacks such targets.</exception>
    public static IReadOnlyList<MaskTruth> Of(Batch batch, MaskSource source, int classes, (int Height, int Width) extent, Device device)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Require(batch, source);
        return source switch
        {
            MaskSource.Segments => OfSegments(batch, extent, device),
            MaskSource.Instances => OfInstances(batch, extent, device),
            _ => OfLabels(batch, classes, extent, device),
        };
    }

    /// <summary>Refuses a batch without the targets, or with a class that the network does not know.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="source">Which of its targets.</param>
    /// <param name="classes">How many classes the network tells apart.</param>
    /// <exception cref="InputException">It cannot supervise; names the file.</exception>
    public static void Check(Batch batch, MaskSource source, int classes)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Require(batch, source);
        for (var n = 0; n < batch.Samples.Count; n++)
        {
            var found = source switch
            {
                MaskSource.Segments => batch.Targets.Segments!.Tables[n].Select(segment => segment.TrainId),
                MaskSource.Instances => batch.Targets.Instances![n].Select(instance => instance.TrainId),
                _ => [],
            };
            foreach (var bad in found.Where(id => (uint)id >= (uint)classes))
            {
                var files = batch.Samples[n].Files;
                throw new InputException(
                    files.Instance ?? files.Label ?? files.Image,
                    $"train id {bad}",
                    $"0 to {classes - 1}",
                    "correct the class table, or give the model as many classes as the data has");
            }
        }
    }

    private static void Require(Batch batch, MaskSource source)
    {
        var (has, what) = source switch
        {
            MaskSource.Segments => (batch.Targets.Segments is not null, "segments"),
            MaskSource.Instances => (batch.Targets.Instances is not null, "objects with masks"),
            _ => (batch.Targets.Labels is not null, "label maps"),
        };
        if (!has)
        {
            throw new InputException(
                "the batch", $"no {what}", $"{what}, which the masks of the ground truth are made of", $"let the loader read {what}");
        }
    }

    private static MaskTruth[] OfSegments(Batch batch, (int Height, int Width) extent, Device device)
    {
        var ids = batch.Targets.Segments!.Ids.To(device, nonBlocking: true);
        return [.. batch.Targets.Segments.Tables.Select((table, n) =>
        {
            var masks = table.Select(segment => new TrueMask(0, segment.Id, segment.TrainId, segment.IsThing));
            return new MaskTruth(ids.Narrow(0, n, 1), [.. masks], extent, batch.Samples[n].Name);
        })];
    }

    private static MaskTruth[] OfInstances(Batch batch, (int Height, int Width) extent, Device device)
    {
        var (height, width) = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        return [.. batch.Targets.Instances!
            .Select((instances, n) => OfInstances(instances, (height, width), extent, device, batch.Samples[n].Name))];
    }

    private static MaskTruth OfInstances(
        IReadOnlyList<InstanceTarget> instances, (int Height, int Width) size, (int Height, int Width) extent, Device device, string name)
    {
        RunLengthMask[] masks = [.. instances.Select(instance => instance.Mask)];
        var assigned = MaskPlanes.Assign(masks);
        var planeCount = assigned.Length == 0 ? 1 : assigned.Max() + 1;
        var planes = masks.Length <= byte.MaxValue
            ? Tensor.From<byte>(MaskPlanes.Paint<byte>(masks, assigned, size.Width, size.Height), planeCount, size.Height, size.Width)
            : Tensor.From<int>(MaskPlanes.Paint<int>(masks, assigned, size.Width, size.Height), planeCount, size.Height, size.Width);
        TrueMask[] things = [.. instances.Select((instance, i) => new TrueMask(assigned[i], i + 1, instance.TrainId, IsThing: true))];
        return new MaskTruth(planes.To(device), things, extent, name);
    }

    private static MaskTruth[] OfLabels(Batch batch, int classes, (int Height, int Width) extent, Device device)
    {
        var labels = batch.Labels.To(device, nonBlocking: true);
        var all = batch.Labels.Data<long>();
        var area = all.Length / batch.Samples.Count;
        var truths = new MaskTruth[batch.Samples.Count];
        for (var n = 0; n < truths.Length; n++)
        {
            var seen = new bool[classes];
            foreach (var label in all.Slice(n * area, area))
            {
                if ((ulong)label < (ulong)classes)
                {
                    seen[label] = true;
                }
            }

            TrueMask[] masks = [.. Enumerable.Range(0, classes).Where(c => seen[c]).Select(c => new TrueMask(0, c, c))];
            truths[n] = new MaskTruth(labels.Narrow(0, n, 1), masks, extent, batch.Samples[n].Name);
        }

        return truths;
    }
}
