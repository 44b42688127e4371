using Panoptes.Formats.Coco;
using Panoptes.Metrics.Exchange;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Rankings;

namespace Panoptes.Training.Evaluation.Kinds;

/// <summary>Counts segments image by image; what an image adds, some hundred bytes, and the images that confuse most are kept.</summary>
internal sealed class ThingAccumulator(IReadOnlyList<PanopticCategory> categories, int mostConfused, bool isFlattened)
{
    private readonly PanopticCounts counts = new(categories);
    private readonly SortedDictionary<int, ImagePanopticSums> images = [];
    private readonly FirstFew<ConfusedImage> confused = ConfusedImage.Keeper(mostConfused);

    public PanopticMatches Add(int index, string name, PanopticTable table)
    {
        var matches = PanopticMatcher.Match(table);
        var (sums, segments) = counts.Add(table, matches, name);
        images.Add(index, sums);
        if (segments.Count > 0)
        {
            confused.Offer(new ConfusedImage(index, name, segments));
        }

        return matches;
    }

    public void Merge(ThingAccumulator other)
    {
        counts.Merge(other.counts);
        confused.Merge(other.confused);
        foreach (var (index, sums) in other.images)
        {
            images.Add(index, sums);
        }
    }

    public void Write(BinaryWriter writer)
    {
        counts.Write(writer);
        writer.WriteEach(confused.Sorted, (to, image) => image.Write(to));
        writer.WriteEach(images, (to, entry) =>
        {
            to.Write7BitEncodedInt(entry.Key);
            entry.Value.Write(to);
        });
    }

    public void MergeFrom(BinaryReader reader)
    {
        counts.Merge(PanopticCounts.Read(reader, counts.Categories));
        foreach (var image in reader.ReadEach(ConfusedImage.Read))
        {
            confused.Offer(image);
        }

        foreach (var (index, sums) in reader.ReadEach(from =>
            (from.ReadBelow(int.MaxValue, "image"), ImagePanopticSums.Read(from, counts.Categories.Count))))
        {
            images.Add(index, sums);
        }
    }

    public ThingDetail Result() => new(counts, [.. images.Values], confused.Sorted, isFlattened);
}
