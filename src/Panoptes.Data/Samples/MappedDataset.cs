using System.Security.Cryptography;
using Panoptes.Data.Classes;
using Panoptes.Imaging;

namespace Panoptes.Data.Samples;

/// <summary>
/// A data set whose labels are told in the classes of another one. Stuff that becomes one class is one segment; stuff that becomes a thing
/// is a group that was not told apart; objects that become stuff are none any more; what becomes void is not learned.
/// </summary>
/// <param name="source">The data set.</param>
/// <param name="classes">The other one's classes.</param>
/// <param name="map">For each train id of the data set that of the other one, its void id for void.</param>
public sealed class MappedDataset(IDataset source, ClassTable classes, IReadOnlyList<int> map) : IDataset
{
    private readonly ClassTable trainIds = classes.OfTrainIds();

    /// <inheritdoc/>
    /// <remarks>It goes into the hash of what is kept of the data set, and the map decides on its segments.</remarks>
    public string Name { get; } = $"{source.Name} as {classes.Name} ({Hash(map)})";

    /// <inheritdoc/>
    public int Count => source.Count;

    /// <inheritdoc/>
    public ClassTable Classes => classes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes { get; } =
    [
        .. source.Notes,
        $"{source.Name}: its classes are those of {classes.Name}: {string.Join(", ", map.Select((to, from) => (From: from, To: to))
            .Where(entry => entry.To != classes.VoidTrainId)
            .Select(entry => $"{source.Classes.Names[entry.From]} = {classes.Names[entry.To]}"))}; the others are void",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => source.Warnings;

    /// <inheritdoc/>
    public SampleParts Available => source.Available;

    /// <inheritdoc/>
    public IReadOnlyList<string> SharedFiles => source.SharedFiles;

    /// <inheritdoc/>
    public bool ImagesAreFiles => source.ImagesAreFiles;

    /// <inheritdoc/>
    public SampleFiles Files(int index) => source.Files(index);

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All) => Load(index, parts, new SampleBuffers());

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts, SampleBuffers buffers)
    {
        var sample = source.Load(index, parts, buffers);
        return new Sample(sample.Files, sample.HasImage ? sample.Image : null)
        {
            NativeWidth = sample.NativeWidth,
            NativeHeight = sample.NativeHeight,
            Depth = sample.Depth,
            StoredLabels = sample.StoredLabels is { } labels ? Mapped(labels) : null,
            Segments = sample.Segments is { } segments ? Mapped(segments) : null,
            Instances = sample.Instances is { } instances ? Mapped(instances) : null,
        };
    }

    private int Of(int trainId) => trainId < map.Count ? map[trainId] : classes.VoidTrainId;

    private StoredLabels Mapped(StoredLabels labels)
    {
        var ids = labels.ToTrainIds();
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            ids.Pixels[i] = (ushort)Of(ids.Pixels[i]);
        }

        return new StoredLabels(labels.File, ids, trainIds);
    }

    private SegmentMap Mapped(SegmentMap segments)
    {
        var (idOf, stuff, kept) = (new Dictionary<int, int>(), new Dictionary<int, int>(), new List<Segment>());
        foreach (var segment in segments.Segments)
        {
            var trainId = Of(segment.CategoryTrainId);
            if (trainId == classes.VoidTrainId)
            {
                continue;
            }

            var isThing = classes[trainId].IsThing;
            if (!isThing && stuff.TryGetValue(trainId, out var place))
            {
                kept[place] = kept[place] with { Area = kept[place].Area + segment.Area };
                idOf[segment.Id] = kept[place].Id;
                continue;
            }

            if (!isThing)
            {
                stuff[trainId] = kept.Count;
            }

            idOf[segment.Id] = segment.Id;
            kept.Add(new Segment(segment.Id, trainId, isThing, isThing && (segment.IsCrowd || !segment.IsThing), segment.Area));
        }

        var (last, becomes) = (0, 0);
        var ids = Array.ConvertAll(segments.Ids.Pixels, id =>
        {
            if (id != last)
            {
                (last, becomes) = (id, idOf.GetValueOrDefault(id));
            }

            return becomes;
        });
        return new SegmentMap(new Plane<int>(segments.Ids.Width, segments.Ids.Height, ids), kept);
    }

    private InstanceMask[] Mapped(IReadOnlyList<InstanceMask> instances) =>
    [
        .. instances.Select(instance => instance with { CategoryTrainId = Of(instance.CategoryTrainId) })
            .Where(instance => instance.CategoryTrainId != classes.VoidTrainId && classes[instance.CategoryTrainId].IsThing),
    ];

    private static string Hash(IReadOnlyList<int> map) =>
        Convert.ToHexStringLower(SHA256.HashData([.. map.SelectMany(BitConverter.GetBytes)]))[..8];
}
