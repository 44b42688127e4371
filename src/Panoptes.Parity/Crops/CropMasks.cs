using System.Globalization;
using System.Text.Json;
using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Crops;

/// <summary>Masks, label maps and colors of a crop beside what one of the released codes made of it.</summary>
/// <param name="fork">The code.</param>
/// <param name="set">The data set.</param>
/// <param name="classes">Its classes.</param>
internal sealed class CropMasks(string fork, string set, ClassTable classes)
{
    private const int FcnVoid = 255;
    private readonly bool isFcn = fork == "panopticfcn";

    // Panoptic FCN's map of Vistas holds floats, as does Mask2Former's label map; all others are of 8 bits.
    private readonly bool mapIsFloat = fork == "panopticfcn" && set == "vistas";

    /// <summary>The fixture's name of what it is to take the pixel that a pixel's center falls into.</summary>
    public string NearestMistake => mapIsFloat ? "other nearest" : "PIL nearest without accumulation";

    /// <summary>Whether the masks that are left in a crop are the recorded ones.</summary>
    /// <param name="sample">The image.</param>
    /// <param name="geometry">How it was moved.</param>
    /// <param name="crop">What is recorded.</param>
    /// <param name="released">Whether ids are moved as that code's library moves them, or as here.</param>
    public bool AreSame(Sample sample, Geometry geometry, JsonElement crop, bool released)
    {
        var rules = new TargetRules { MinSegmentPixels = isFcn ? 1 : 2, VoidTrainId = classes.VoidTrainId };
        var (map, move) = (sample.Segments!, geometry);
        if (released)
        {
            var moved = ReleasedNearest.Move(map.Ids, geometry, mapIsFloat ? ReleasedNearest.Torch : ReleasedNearest.Pillow, 0);
            (map, move) = (new SegmentMap(moved, map.Segments), Geometry.Identity(geometry.Width, geometry.Height));
        }

        var ids = new int[geometry.Width * geometry.Height];
        var kept = SegmentMover.Move(map, move, rules, ids);
        var rows = CropRows.Of(kept, ids, geometry.Width, Category).ToArray();
        return rows.SequenceEqual(CropRows.Recorded(crop.GetProperty("instances")))
            && (!crop.TryGetProperty("boxes", out var boxes) || rows.Select(BoxOf).SequenceEqual(
                boxes.EnumerateArray().Select(box => string.Join(' ', FixtureJson.Integers(box)))));
    }

    /// <summary>Whether as many pixels of each class are left as recorded.</summary>
    /// <param name="sample">The image.</param>
    /// <param name="geometry">How it was moved.</param>
    /// <param name="crop">What is recorded.</param>
    public bool LabelsAreSame(Sample sample, Geometry geometry, JsonElement crop)
    {
        var map = sample.Segments!;
        var rule = mapIsFloat || !isFcn ? ReleasedNearest.Torch : (Func<int, int, int[]>)ReleasedNearest.Pillow;
        var size = FixtureJson.Integers(crop.GetProperty("image_size"));
        var numbers = map.Segments.ToDictionary(segment => segment.Id, segment => LabelOf(segment.CategoryTrainId));
        numbers[0] = !isFcn && set == "vistas" ? classes.Count : FcnVoid;
        var counts = new SortedDictionary<int, int>();
        var moved = ReleasedNearest.Move(map.Ids, geometry, rule, 0);
        for (var y = 0; y < size[0]; y++)
        {
            foreach (var id in moved.Row(y)[..size[1]])
            {
                counts[numbers[id]] = counts.GetValueOrDefault(numbers[id]) + 1;
            }
        }

        var recorded = crop.GetProperty("sem_labels").EnumerateObject()
            .ToDictionary(entry => int.Parse(entry.Name, CultureInfo.InvariantCulture), entry => entry.Value.GetInt32());
        return recorded.Count == counts.Count && counts.All(entry => recorded.GetValueOrDefault(entry.Key) == entry.Value);
    }

    /// <summary>The most levels by which a corner of the crop has another color.</summary>
    /// <param name="sample">The image.</param>
    /// <param name="geometry">How it was moved.</param>
    /// <param name="crop">What is recorded.</param>
    public int Corners(Sample sample, Geometry geometry, JsonElement crop)
    {
        var image = Resampler.Color(sample.Image, geometry);
        var content = geometry.Content;
        (int X, int Y)[] corners =
        [
            (content.Left, content.Top), (content.Right - 1, content.Top), (content.Left, content.Bottom - 1),
            (content.Right - 1, content.Bottom - 1),
        ];
        return corners.Zip(crop.GetProperty("corners").EnumerateArray()).Max(pair =>
        {
            var color = image.Pixels.AsSpan(3 * ((pair.First.Y * image.Width) + pair.First.X), 3).ToArray();
            var recorded = FixtureJson.Integers(pair.Second);
            return (isFcn ? color.Reverse() : color).Zip(recorded).Max(level => Math.Abs(level.First - level.Second));
        });
    }

    // Panoptic FCN lists things alone, counted from 0.
    private int? Category(int trainId) =>
        !isFcn ? trainId : classes[trainId].IsThing ? classes.Things.Count(thing => thing < trainId) : null;

    // Panoptic FCN's label map has a number for all things of Vistas, 0, before those of stuff.
    private int LabelOf(int trainId) =>
        trainId == classes.VoidTrainId ? FcnVoid
        : !mapIsFloat ? trainId
        : classes[trainId].IsThing ? 0 : trainId + 1 - classes.Things.Count(thing => thing < trainId);

    private static string BoxOf(string row)
    {
        var numbers = row.Split(' ');
        return string.Join(' ', numbers[3], numbers[2], numbers[5], numbers[4]);
    }
}
