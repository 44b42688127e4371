using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;

namespace Panoptes.Data.Splits;

/// <summary>Parts of a split, chosen by the labels of its images.</summary>
public sealed class SplitParts
{
    private SplitParts(IDataset dataset, SplitOptions options, SplitContents contents, IReadOnlyList<SplitPart> parts) =>
        (DataSet, ClassTable, Options, Count, AllHash, Parts) =
            (dataset.Name, dataset.Classes.Name, options, contents.Names.Count, ChosenSamples.Hash(contents.Names), parts);

    /// <summary>What the split is called.</summary>
    public string DataSet { get; }

    /// <summary>What its class table is called.</summary>
    public string ClassTable { get; }

    /// <summary>How parts were chosen.</summary>
    public SplitOptions Options { get; }

    /// <summary>Images of the whole split.</summary>
    public int Count { get; }

    /// <summary>SHA-256 of the names of all its samples, one a line, in their order.</summary>
    public string AllHash { get; }

    /// <summary>The parts, in the order of their sizes in the options.</summary>
    public IReadOnlyList<SplitPart> Parts { get; }

    /// <summary>Chooses parts; reads the labels of the whole split once, one image a thread at a time.</summary>
    /// <param name="dataset">The split.</param>
    /// <param name="options">Which parts.</param>
    /// <param name="store">Keeps which segments there are.</param>
    /// <param name="reading">How labels are read; the defaults where null.</param>
    /// <exception cref="Foundation.InputException">A wish cannot be met, or labels cannot be read.</exception>
    public static SplitParts Choose(IDataset dataset, SplitOptions options, SegmentIndexStore store, SegmentIndexOptions? reading = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        foreach (var size in options.Sizes)
        {
            // What cannot be is said before labels are read.
            size.Of(dataset.Count);
        }

        var contents = SplitContents.Read(dataset, store, reading ?? new SegmentIndexOptions());
        var all = Sums(contents, Enumerable.Range(0, dataset.Count));
        var chosen = new SplitChooser(contents, options).Choose();
        return new SplitParts(dataset, options, contents, [.. options.Sizes.Zip(chosen, (size, images) => new SplitPart(
            size, [.. images.Select(image => contents.Names[image])], Classes(contents, Sums(contents, images), all)))]);
    }

    private static (int Images, long Objects)[] Sums(SplitContents contents, IEnumerable<int> images)
    {
        var sums = new (int Images, long Objects)[contents.Classes.Count];
        foreach (var image in images.Select(image => contents[image]))
        {
            for (var i = 0; i < image.Classes.Length; i++)
            {
                ref var sum = ref sums[image.Classes[i]];
                sum = (sum.Images + 1, sum.Objects + image.Objects[i]);
            }
        }

        return sums;
    }

    private static SplitClass[] Classes(SplitContents contents, (int Images, long Objects)[] part, (int Images, long Objects)[] all) =>
        !contents.IsLabeled ? [] : [.. contents.Classes.Select((name, id) => new SplitClass(
            name, part[id].Images, all[id].Images, part[id].Objects, all[id].Objects))];
}
