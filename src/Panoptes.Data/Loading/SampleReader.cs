using System.Buffers;
using Panoptes.Data.Augmentation;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Data.Targets;
using Panoptes.Foundation;

namespace Panoptes.Data.Loading;

/// <summary>Reads one sample of a data set, draws how it is varied, and writes what a batch holds of it.</summary>
/// <param name="dataset">Where samples come from.</param>
/// <param name="transform">How they are varied.</param>
/// <param name="sampler">What crops are laid round.</param>
/// <param name="parts">What the batch holds beside images.</param>
/// <param name="rules">Which segments and objects are kept.</param>
internal sealed class SampleReader(
    IDataset dataset, TrainTransform transform, SamplerConfig sampler, SampleParts parts, TargetRules rules)
{
    private readonly SampleParts loaded = Loaded(dataset, transform, parts) | TargetChoice.Needed(dataset, sampler);

    /// <summary>Reads a sample into a batch of the crop's size, or of one that its crops are resized to.</summary>
    /// <param name="placed">Which sample.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <param name="batch">Takes the pixels.</param>
    /// <param name="item">The sample's place in it.</param>
    /// <param name="channelsLast">Whether the batch's channels lie innermost.</param>
    /// <param name="buffers">Memory for decoding.</param>
    /// <exception cref="InputException">A file cannot be read or does not fit the others.</exception>
    public LoadedSample Read(
        PlacedSample placed, SeededRandom random, BatchTensors batch, int item, bool channelsLast, SampleBuffers buffers)
    {
        var sample = dataset.Load(placed.Index, loaded, buffers);
        var info = Moved(placed, sample, random);
        if (batch.Width != info.Geometry.Width || batch.Height != info.Geometry.Height)
        {
            info = info with { Geometry = info.Geometry.Resize(batch.Width, batch.Height) };
        }

        var geometry = info.Geometry;
        var room = batch.Room(item);
        if (!channelsLast)
        {
            return Write(sample, info, random, room, buffers);
        }

        var planar = ArrayPool<float>.Shared.Rent(room.Image.Length);
        try
        {
            var planes = planar.AsSpan(0, room.Image.Length);
            var result = Write(sample, info, random, new SampleRoom(planes, room.Labels, room.SegmentIds), buffers);
            Collation.CopyInterleaved(planes, geometry.Height, geometry.Width, room.Image, geometry.Height, geometry.Width);
            return result;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(planar);
        }
    }

    /// <summary>Reads a sample into memory of its own size, for a batch whose size is not known yet.</summary>
    /// <param name="placed">Which sample.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <param name="buffers">Memory for decoding.</param>
    /// <exception cref="InputException">A file cannot be read or does not fit the others.</exception>
    public LoadedSample Read(PlacedSample placed, SeededRandom random, SampleBuffers buffers)
    {
        var sample = dataset.Load(placed.Index, loaded, buffers);
        var info = Moved(placed, sample, random);
        var loose = new LoosePixels(info.Geometry, parts);
        return Write(sample, info, random, loose.Room, buffers) with { Loose = loose };
    }

    /// <summary>What is read of a sample: what the batch holds, or what that is made of, and no more.</summary>
    private static SampleParts Loaded(IDataset dataset, TrainTransform transform, SampleParts parts)
    {
        var needed = parts & ~SampleParts.Image;
        if (!dataset.ImagesAreFiles)
        {
            needed |= SampleParts.Image;
        }

        // Of samples that are learned from without labels, none are looked at.
        if (transform.UsesLabels && parts != SampleParts.Image)
        {
            needed |= SampleParts.Labels & dataset.Available;
        }

        return needed.HasFlag(SampleParts.Instances) && !dataset.Available.HasFlag(SampleParts.Instances)
            ? (needed & ~SampleParts.Instances) | SampleParts.Segments
            : needed;
    }

    private SampleInfo Moved(PlacedSample placed, Sample sample, SeededRandom random)
    {
        var target = TargetChoice.Of(placed.Target, sample, sampler, dataset.Classes.VoidTrainId, random);
        return new SampleInfo(placed.Index, sample.Files, transform.DrawGeometry(sample, random, target)) { Target = target };
    }

    private LoadedSample Write(Sample sample, SampleInfo info, SeededRandom random, SampleRoom room, SampleBuffers buffers)
    {
        var geometry = info.Geometry;
        transform.WriteImage(sample, geometry, transform.DrawPhotometric(random), room.Image, buffers);
        if (parts.HasFlag(SampleParts.Labels))
        {
            LabelWriter.Write(sample.StoredLabels ?? throw Missing(sample, "labels"), geometry, sample.ImageFile, room.Labels);
        }

        var layer = sample.Files.Instance ?? sample.LabelFile ?? sample.Name;
        var segments = parts.HasFlag(SampleParts.Segments)
            ? SegmentMover.Move(
                sample.Segments ?? throw Missing(sample, "segments"), geometry, rules, room.SegmentIds, layer, sample.ImageFile)
            : null;
        var instances = parts.HasFlag(SampleParts.Instances)
            ? InstanceMover.Move(Instances(sample), geometry, rules, layer, sample.ImageFile)
            : null;
        return new LoadedSample(info, segments, instances);
    }

    private static IReadOnlyList<InstanceMask> Instances(Sample sample) =>
        SegmentInstances.Of(sample) ?? throw Missing(sample, "objects");

    private static InputException Missing(Sample sample, string what) =>
        new(sample.ImageFile, $"no {what}", $"an image with {what}", $"train on a split that has {what}");
}
