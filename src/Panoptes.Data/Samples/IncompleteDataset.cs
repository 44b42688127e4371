using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Samples;

/// <summary>
/// A data set from whose labels some of the objects are removed, to learn what a training makes of labels that lack objects. An object is
/// removed or not by (seed, sample, its id) alone, so the same ones lack in every epoch and every training.
/// </summary>
/// <param name="whole">The data set; it must have segments or objects.</param>
/// <param name="share">The share of objects that is removed, 0 to 1.</param>
/// <param name="seed">Another seed removes others.</param>
/// <param name="becomes">The train id that the pixels of removed objects get; void where null.</param>
public sealed class IncompleteDataset(IDataset whole, double share, long seed, int? becomes = null) : IDataset
{
    private const SampleParts Objects = SampleParts.Segments | SampleParts.Instances;
    private readonly ClassTable trainIds = whole.Classes.OfTrainIds();

    /// <inheritdoc/>
    public string Name =>
        // It goes into the hash of what is kept of the data set, and what is removed decides on its segments.
        FormattableString.Invariant($"{whole.Name} (without {share} of its objects by seed {seed}, now {Becomes})");

    /// <inheritdoc/>
    public int Count => whole.Count;

    /// <inheritdoc/>
    public ClassTable Classes => whole.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes =>
        [.. whole.Notes, $"a share of {share} of the objects is removed from the labels (seed {seed}) and becomes {Becomes}"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => whole.Warnings;

    /// <inheritdoc/>
    public SampleParts Available => whole.Available;

    /// <inheritdoc/>
    public IReadOnlyList<string> SharedFiles => whole.SharedFiles;

    /// <inheritdoc/>
    public bool ImagesAreFiles => whole.ImagesAreFiles;

    /// <summary>What a stream asks for.</summary>
    /// <param name="whole">The data set.</param>
    /// <param name="name">The stream's name.</param>
    /// <param name="stream">Its settings.</param>
    /// <returns>The data set itself where nothing is to be removed.</returns>
    /// <exception cref="InputException">The data set has no objects, or no such class of stuff.</exception>
    public static IDataset Of(IDataset whole, string name, StreamConfig stream)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.DropObjects == 0)
        {
            return whole;
        }

        Require.That(
            (whole.Available & Objects) != 0, $"data.streams.{name}.drop_objects", $"{stream.DropObjects} of the objects of {whole.Name}",
            "a data set that has objects", "leave drop_objects out, or read the data in a format that tells objects");
        var stuff = Enumerable.Range(0, whole.Classes.Count).Except(whole.Classes.Things).ToList();
        int? becomes = stream.DropTo is null ? null : stuff.FirstOrDefault(id => whole.Classes.Names[id] == stream.DropTo, -1);
        Require.That(
            becomes != -1, $"data.streams.{name}.drop_to", stream.DropTo,
            $"one of {string.Join(", ", stuff.Select(id => whole.Classes.Names[id]))}", "name a class of stuff, or leave it out for void");
        return new IncompleteDataset(whole, stream.DropObjects, stream.DropSeed, becomes);
    }

    private string Becomes => becomes is { } id ? whole.Classes.Names[id] : "void";

    /// <summary>Whether an object is removed.</summary>
    /// <param name="index">Its sample.</param>
    /// <param name="id">Its id there.</param>
    public bool IsRemoved(int index, long id) => new SeededRandom(seed, index, id, 0xD0).NextBool(share);

    /// <inheritdoc/>
    public SampleFiles Files(int index) => whole.Files(index);

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All) => Load(index, parts, new SampleBuffers());

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts, SampleBuffers buffers)
    {
        if ((parts & (Objects | SampleParts.Labels)) == 0)
        {
            return whole.Load(index, parts, buffers);
        }

        // Which pixels change is known by the objects.
        var sample = whole.Load(index, parts | (whole.Available & Objects), buffers);
        var things = Removed(index, sample.Segments?.Segments.Where(segment => segment.IsThing).Select(segment => (long)segment.Id));
        var objects = Removed(index, sample.Instances?.Select(instance => instance.Id));
        if (things is null && objects is null)
        {
            throw new InputException(
                sample.ImageFile, "no objects", "an image with objects, some of which are removed", "train on a split that has objects");
        }

        return new Sample(sample.Files, sample.HasImage ? sample.Image : null)
        {
            NativeWidth = sample.NativeWidth,
            NativeHeight = sample.NativeHeight,
            Depth = sample.Depth,
            StoredLabels = parts.HasFlag(SampleParts.Labels) && sample.StoredLabels is { } labels
                ? Without(labels, things is null ? Pixels(sample, objects!) : Pixels(sample.Segments!, things)) : null,
            Segments = parts.HasFlag(SampleParts.Segments) && sample.Segments is { } segments ? Without(segments, things!) : null,
            Instances = parts.HasFlag(SampleParts.Instances) && sample.Instances is { } instances
                ? [.. instances.Where(instance => !objects!.Contains(instance.Id))] : null,
        };
    }

    private HashSet<long>? Removed(int index, IEnumerable<long>? ids) => ids?.Where(id => IsRemoved(index, id)).ToHashSet();

    // The pixels of removed objects, 1.
    private static Plane<byte> Pixels(SegmentMap segments, HashSet<long> removed) => new(
        segments.Ids.Width, segments.Ids.Height,
        Array.ConvertAll(segments.Ids.Pixels, id => removed.Contains(id) ? (byte)1 : (byte)0));

    // Those of others that lie over them stay.
    private static Plane<byte> Pixels(Sample sample, HashSet<long> removed)
    {
        var instances = sample.Instances!;
        var (width, height) = instances.Count > 0 ? (instances[0].Mask.Width, instances[0].Mask.Height) : sample.TruthSize;
        var pixels = new Plane<byte>(width, height);
        foreach (var instance in instances.OrderBy(instance => !removed.Contains(instance.Id)))
        {
            instance.Mask.Paint(pixels, removed.Contains(instance.Id) ? (byte)1 : (byte)0);
        }

        return pixels;
    }

    private StoredLabels Without(StoredLabels labels, Plane<byte> removed)
    {
        var geometry = Geometry.Identity(removed.Width, removed.Height).Resize(labels.Width, labels.Height);
        var moved = Resampler.Ids(removed, geometry, (byte)0);
        var ids = labels.ToTrainIds();
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            ids.Pixels[i] = moved.Pixels[i] == 1 ? (ushort)(becomes ?? whole.Classes.VoidTrainId) : ids.Pixels[i];
        }

        return new StoredLabels(labels.File, ids, trainIds);
    }

    // Pixels that become a class of stuff join its segment, or make one.
    private SegmentMap Without(SegmentMap map, HashSet<long> gone)
    {
        var area = map.Segments.Where(segment => gone.Contains(segment.Id)).Sum(segment => segment.Area);
        if (area == 0)
        {
            return map;
        }

        var stuff = becomes is null ? null : map.Segments.FirstOrDefault(s => !s.IsThing && !s.IsCrowd && s.CategoryTrainId == becomes);
        var id = becomes is null ? 0 : stuff?.Id ?? map.Segments.Max(segment => segment.Id) + 1;
        var kept = map.Segments.Where(segment => !gone.Contains(segment.Id) && segment != stuff).ToList();
        if (becomes is { } trainId)
        {
            kept.Add(new Segment(id, trainId, false, false, area + (stuff?.Area ?? 0)));
        }

        var ids = Array.ConvertAll(map.Ids.Pixels, pixel => gone.Contains(pixel) ? id : pixel);
        return new SegmentMap(new Plane<int>(map.Ids.Width, map.Ids.Height, ids), kept);
    }
}
