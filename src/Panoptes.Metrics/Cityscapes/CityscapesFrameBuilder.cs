using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.Cityscapes;

/// <summary>
/// What Cityscapes' instance-level evaluation needs of one frame, from an id map and masks in memory. Unlike in its files an instance of an
/// ignored class is void here, as a map of learned classes no longer shows it.
/// </summary>
public static class CityscapesFrameBuilder
{
    // Ids below stand for groups.
    private const int FirstInstance = 1000;

    /// <summary>Matches the masks with the map's segments.</summary>
    /// <param name="frame">The frame's name.</param>
    /// <param name="ids">Segment ids; 0 and ids that are not listed, not even as <paramref name="others"/>, are ignored pixels.</param>
    /// <param name="objects">Segments of instance classes: id, label, whether it stands for several objects, pixels.</param>
    /// <param name="others">Ids of segments of other classes that count.</param>
    /// <param name="predictions">Masks of the map's size: label, score, mask.</param>
    public static CityscapesFrameMatches Of(
        string frame,
        Plane<int> ids,
        IReadOnlyList<(int Id, int Label, bool IsGroup, long Pixels)> objects,
        IReadOnlySet<int> others,
        IEnumerable<(int Label, double Score, RunLengthMask Mask)> predictions)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(predictions);
        CityscapesTruth[] truths = [.. objects.Select(
            (o, place) => new CityscapesTruth(o.IsGroup ? 0 : FirstInstance + place, o.Label, o.Pixels))];
        var places = objects.Select((o, place) => (o.Id, place)).ToDictionary(entry => entry.Id, entry => entry.place);
        var found = new List<CityscapesPrediction>();
        foreach (var (label, score, mask) in predictions)
        {
            var (ignored, shared) = (0L, new SortedDictionary<int, long>());
            foreach (var (id, pixels) in Under(mask, ids))
            {
                if (places.TryGetValue(id, out var place))
                {
                    shared[place] = pixels;
                }
                else if (!others.Contains(id))
                {
                    ignored += pixels;
                }
            }

            var overlaps = shared.Where(entry => truths[entry.Key].Label == label).Select(entry => (entry.Key, entry.Value));
            found.Add(new CityscapesPrediction(frame, label, score, mask.Area, ignored, [.. overlaps]));
        }

        return new CityscapesFrameMatches(frame, truths, found);
    }

    // Runs go down the columns.
    private static Dictionary<int, long> Under(RunLengthMask mask, Plane<int> ids)
    {
        var pixels = new Dictionary<int, long>();
        var (at, isInside) = (0L, false);
        var (last, count) = (0, 0L);
        foreach (var length in mask.Counts)
        {
            for (var i = at; isInside && i < at + length; i++)
            {
                var id = ids.Pixels[((i % mask.Height) * mask.Width) + (i / mask.Height)];
                if (id != last)
                {
                    pixels[last] = pixels.GetValueOrDefault(last) + count;
                    (last, count) = (id, 0);
                }

                count++;
            }

            (at, isInside) = (at + length, !isInside);
        }

        pixels[last] = pixels.GetValueOrDefault(last) + count;
        return pixels;
    }
}
