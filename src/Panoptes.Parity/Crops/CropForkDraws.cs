using System.Text.Json;
using Panoptes.Data.Augmentation;
using Panoptes.Data.Configuration;
using Panoptes.Data.Sampling;
using Panoptes.Imaging.Geometries;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Crops;

/// <summary>Every draw of one of the released codes on one data set, with its recorded random numbers put in.</summary>
internal sealed class CropForkDraws
{
    private readonly string name;
    private readonly string set;
    private readonly string fork;
    private readonly JsonElement recorded;
    private readonly int[] classes;
    private readonly string prefix;
    private readonly CropScenes scenes;
    private readonly AugmentationConfig augmentation;
    private readonly TrainTransform transform;
    private readonly TargetResize resize;
    private readonly ClassSegments segments;
    private readonly PairSampler pairs;
    private readonly Dictionary<string, int> wrong = [];
    private int call;

    /// <summary>Prepares it.</summary>
    /// <param name="name">The fixture.</param>
    /// <param name="set">The data set.</param>
    /// <param name="fork">The code.</param>
    /// <param name="root">What the fixture says of the data set.</param>
    /// <param name="scenes">Its images.</param>
    /// <param name="index">Their segments.</param>
    public CropForkDraws(string name, string set, string fork, JsonElement root, CropScenes scenes, SegmentIndex index)
    {
        (this.name, this.set, this.fork, this.scenes, recorded) = (name, set, fork, scenes, root.GetProperty(fork));
        classes = FixtureJson.Integers(root.GetProperty("class_stream").GetProperty("category_ids"));
        prefix = root.GetProperty("draw_prefix").GetString()!;
        var limits = recorded.GetProperty("limits");
        var sampler = CropFork.Sampler(limits);
        augmentation = CropFork.Augmentation(limits);
        transform = new TrainTransform(augmentation, sampler);
        resize = new TargetResize(sampler, augmentation.Crop);
        segments = new ClassSegments(index, sampler, scenes.Name);
        pairs = new PairSampler(segments, sampler, 0);
    }

    /// <summary>Compares all draws.</summary>
    public IEnumerable<ParityResult> Run()
    {
        var (draws, crops) = (0, 0);
        var corners = 0;
        var masks = new CropMasks(fork, set, scenes.Classes);
        foreach (var draw in recorded.GetProperty("draws").EnumerateArray())
        {
            var first = call;
            Note("classes", draw.GetProperty("category_id").GetInt32() == classes[draws++]);
            var size = pairs.DrawSize(Calls(1));
            Note("sizes", size == draw.GetProperty("size").GetInt32());
            foreach (var crop in draw.GetProperty("crops").EnumerateArray())
            {
                crops++;
                var (image, geometry) = Crop(draw.GetProperty("category_id").GetInt32(), size, crop);
                var sample = scenes.Load(image);
                corners = Math.Max(corners, masks.Corners(sample, geometry, crop));
                Note("masks", masks.AreSame(sample, geometry, crop, released: true));
                Note("masks by pixel centers", masks.AreSame(sample, geometry, crop, released: false));
                Note("labels", masks.LabelsAreSame(sample, geometry, crop));
            }

            Note("random calls", call - first == draw.GetProperty("random_calls").GetInt32());
        }

        Note("random calls", call == recorded.GetProperty("calls").GetInt32());
        var byCenters = recorded.GetProperty("crops_changed_by_a_mistake").GetProperty(masks.NearestMistake)[0].GetInt32();
        return
        [
            .. wrong.Select(entry => new ParityResult(
                name, $"{set} {fork} {entry.Key}: differing, of {(entry.Key is "classes" or "sizes" ? draws : crops)}", entry.Value,
                entry.Key == "masks by pixel centers" ? byCenters : 0)),
            new ParityResult(name, $"{set} {fork} colors of corners, levels", corners, 1),
        ];
    }

    private (int Image, Geometry Geometry) Crop(int category, int size, JsonElement crop)
    {
        scenes.Classes.TryGetTrainId(category, out var trainId);
        var (image, plain) = pairs.DrawSegment(trainId, Calls(2));
        var target = PairSampler.Sized(plain, size);
        var found = target.Segment;
        var box = found.Box;
        Note("images", scenes.Files(image).Name == crop.GetProperty("image")[1].GetString());
        Note("images", segments.ImagesOf(trainId).ToList().IndexOf(image) == crop.GetProperty("image")[0].GetInt32());
        Note("segments", found.Id == crop.GetProperty("segment")[1].GetInt64()
            && segments.SegmentsOf(trainId, image).ToList().IndexOf(found) == crop.GetProperty("segment")[0].GetInt32()
            && found.IsCrowd == (crop.GetProperty("iscrowd").GetInt32() == 1)
            && FixtureJson.Integers(crop.GetProperty("bbox_xywh")).SequenceEqual([box.Left, box.Top, box.Width, box.Height]));
        var ratio = crop.GetProperty("ratio");
        Note("ratios", ratio.ValueKind == JsonValueKind.Null
            ? target.Size is null : TargetResize.Ratio(box.Width, box.Height, size) == ratio.GetSingle());

        // A code draws the short side where no size is asked for, an index into a list of one box, row, column, then the flip.
        var isStuff = target.Size is null;
        var at = call;
        call += isStuff ? 5 : 4;
        var draws = new RecordedCalls(prefix, isStuff ? [at, at + 4, at + 2, at + 3] : [at + 3, at + 1, at + 2]);
        var (width, height) = (target.LayerWidth, target.LayerHeight);
        var geometry = transform.DrawGeometry(width, height, null, draws, target);
        Note("random calls", draws.IsUsedUp);
        NotePlace(target, geometry, crop);
        return (image, geometry);
    }

    private void NotePlace(CropTarget target, Geometry geometry, JsonElement crop)
    {
        var place = CropPlace.Of(geometry);
        Note("resizes", Is(crop, "resized", place.ResizedHeight, place.ResizedWidth)
            && (!crop.TryGetProperty("short_side", out var side) || IsShortSide(side.GetInt32(), place, target)));
        var resized = Geometry.Identity(target.LayerWidth, target.LayerHeight).Resize(place.ResizedWidth, place.ResizedHeight);
        var (left, top, right, bottom) = TargetResize.ReleasedBox(target, resized);
        Note("boxes", Is(crop, "box_xyxy", left, top, right, bottom));
        var (x, y) = resize.Ranges(target, resized);
        Note("ranges", Is(crop, "x_range", x.Low, x.High) && Is(crop, "y_range", y.Low, y.High));
        Note("crops", Is(crop, "crop", place.Y, place.X, place.Height, place.Width));
        Note("flips", geometry.MirrorX == crop.GetProperty("flip").GetBoolean());
        var isPadded = recorded.GetProperty("limits").GetProperty("pad_to").GetInt32() > 0;
        Note("image sizes", isPadded
            ? Is(crop, "image_size", geometry.Height, geometry.Width) : Is(crop, "image_size", place.Height, place.Width));
    }

    private bool IsShortSide(int side, CropPlace place, CropTarget target)
    {
        var longest = Math.Max(target.LayerWidth, target.LayerHeight) * (double)side / Math.Min(target.LayerWidth, target.LayerHeight);
        return longest > augmentation.LongSideMax || Math.Min(place.ResizedWidth, place.ResizedHeight) == side;
    }

    private static bool Is(JsonElement crop, string property, params ReadOnlySpan<int> found) =>
        FixtureJson.Integers(crop.GetProperty(property)).AsSpan().SequenceEqual(found);

    private RecordedCalls Calls(int count)
    {
        var calls = Enumerable.Range(call, count).ToArray();
        call += count;
        return new RecordedCalls(prefix, calls);
    }

    private void Note(string what, bool isSame) => wrong[what] = wrong.GetValueOrDefault(what) + (isSame ? 0 : 1);
}
