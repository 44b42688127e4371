using System.Text.Json;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Pasting;

/// <summary>Runs the copy-paste fixture: what every case should give, and what the released code gives.</summary>
internal sealed class CopyPasteCase(string path, JsonElement root)
{
    // Things keep apart from stuff: the fixture calls all of them 0 in its semantic maps.
    private const int FirstThing = 100;
    private const double Exact = 1e-8;
    private readonly string name = Path.GetFileNameWithoutExtension(path);
    private readonly JsonElement config = root.GetProperty("config");
    private readonly FixtureTolerance tolerance = ModelFixture.Read(path, root).Tolerance;
    private readonly int height = FixtureJson.Integers(root.GetProperty("outputs").GetProperty("plain.0.result").GetProperty("shape"))[0];
    private readonly int width = FixtureJson.Integers(root.GetProperty("outputs").GetProperty("plain.0.result").GetProperty("shape"))[1];

    private int MinBox => FixtureJson.Integers(config.GetProperty("min_bounding_box_size"))[0];

    /// <summary>The train id that stands for a class of things of the fixture.</summary>
    public static int ThingId(int category) => category + FirstThing;

    /// <summary>Runs it.</summary>
    public IReadOnlyList<ParityResult> Run()
    {
        using var scope = TensorScope.Open();
        using var stored = WeightFile.Open(Path.ChangeExtension(path, ".safetensors"));
        return [.. root.GetProperty("cases").EnumerateObject().SelectMany(entry => Run(entry.Name, entry.Value, stored))];
    }

    private List<ParityResult> Run(string key, JsonElement expected, WeightFile stored)
    {
        var (scene, variant) = key.Split('.') is [var first, var second] ? (first, second) : (key, "reference");
        var targets = PasteScene.Of(root, scene, height, width, asTarget: true);
        var sources = PasteScene.Of(root, scene, height, width, asTarget: false);
        using var source = MakeBatch(sources);
        var unpasted = MakeBatch(targets);
        var isCorrected = variant == "corrected";
        var bank = isCorrected ? null : new ReleasedBank(sources, width, MinBox, mendClasses: variant == "class_fixed");
        var replay = new PasteReplay(Values(scene, isCorrected), givesUp: !isCorrected)
        {
            Placed = (sample, cutout, x, y) =>
            {
                if (scene == "self" && variant == "reference")
                {
                    bank!.Eat(sample, cutout, x, y);
                }
            },
        };
        using var pasted = Paster(replay).Paste(unpasted, bank is null ? new BatchObjects(source, MinBox) : bank, replay.Of);
        using var untouched = MakeBatch(targets);
        var result = replay.GaveUp ? untouched : pasted;
        var results = new List<ParityResult>
        {
            Counted($"{key} draws", replay.IsUsedUp ? 0 : 1),
            Counted($"{key} images", Math.Abs(expected.GetArrayLength() - targets.Count)),
        };
        for (var n = 0; n < targets.Count; n++)
        {
            results.AddRange(Compare($"{key}.{n}", result, n, expected[n], stored, isCorrected ? null : targets[n]));
        }

        return results;
    }

    private BatchPaster Paster(PasteReplay replay) => new(
        new CopyPasteConfig
        {
            MaxObjects = config.GetProperty("max_num_pasted_objects").GetInt32(),
            MinBox = MinBox,
            Scale = [.. config.GetProperty("scale_range").EnumerateArray().Select(value => value.GetDouble())],
            Flip = config.GetProperty("flip_probability").GetDouble(),
        },
        seed: 0,
        new TargetRules { MinSegmentPixels = 1, InstanceBoxAreaAbove = 0 },
        move: replay.Move);

    private double[] Values(string scene, bool isCorrected) =>
    [
        .. root.GetProperty("draws").GetProperty(scene).GetProperty(isCorrected ? "corrected" : "reference").EnumerateArray()
            .Select(draw => isCorrected ? draw.GetDouble() : draw[4].GetDouble()),
    ];

    private Batch MakeBatch(IReadOnlyList<PasteScene> scenes)
    {
        var count = scenes.Count;
        var labels = scenes.SelectMany(scene => scene.Objects.Select(
            (id, i) => id > 0 ? ThingId(scene.Classes[id - 1]) : (long)scene.Semantic[i])).ToArray();
        var ids = scenes.SelectMany(scene => scene.Objects).ToArray();
        return new Batch(
            0,
            new Dictionary<string, Tensor>
            {
                [Batch.ImageView] = Tensor.From(scenes.SelectMany(scene => scene.Colors).ToArray(), count, 3, height, width),
            },
            new BatchTargets(
                Tensor.From(labels, count, height, width),
                new SegmentTargets(Tensor.From(ids, count, height, width), [.. scenes.Select(Table)]),
                [.. scenes.Select(Instances)]),
            [.. scenes.Select((_, n) => new SampleInfo(n, new SampleFiles($"{n}", $"{n}", null), Geometry.Identity(width, height)))]);
    }

    private static SegmentTarget[] Table(PasteScene scene) =>
    [
        .. scene.Classes.Select((category, k) => new SegmentTarget(
            k + 1, k + 1, ThingId(category), true, false, scene.Objects.Count(id => id == k + 1))),
    ];

    private InstanceTarget[] Instances(PasteScene scene) =>
    [
        .. scene.Classes.Select((category, k) =>
        {
            var mask = scene.Mask(k + 1, width);
            return new InstanceTarget(k + 1, ThingId(category), false, mask, mask.Box);
        }),
    ];

    private IEnumerable<ParityResult> Compare(
        string key, Batch batch, int n, JsonElement expected, WeightFile stored, PasteScene? released)
    {
        var area = height * width;
        var ids = batch.Targets.Segments!.Ids.Data<int>().Slice(n * area, area).ToArray();
        var labels = batch.Labels.Data<long>().Slice(n * area, area).ToArray();
        var packed = labels.Select((label, i) => (label < FirstThing ? label : 0) + (256L * ids[i])).ToArray();
        var instances = batch.Targets.Instances![n];
        var boxes = released is null
            ? instances.Select(instance => Corners(instance.Box, 0))
            : ReleasedBoxes(instances, batch.Samples[n], released);
        return
        [
            .. Output($"{key}.result", Tensor.From(packed, height, width), tolerance with { Output = Exact }, stored),
            .. Output($"{key}.image", batch.Images.Select(0, n), tolerance, stored),
            Listed($"{key} classes", instances.Select(instance => instance.TrainId - FirstThing), expected.GetProperty("classes")),
            Listed($"{key} segments' classes", batch.Targets.Segments.Tables[n].Select(segment => segment.TrainId - FirstThing),
                expected.GetProperty("classes")),
            Listed($"{key} mask areas", instances.Select(instance => (int)instance.Mask.Area), expected.GetProperty("mask_areas")),
            Listed($"{key} segments' areas", batch.Targets.Segments.Tables[n].Select(segment => (int)segment.Area),
                expected.GetProperty("mask_areas")),
            Counted($"{key} masks", instances.Index().Sum(entry => entry.Item.Mask.Decode().Pixels.Index()
                .Count(pixel => pixel.Item == 1 != (ids[pixel.Index] == entry.Index + 1)))),
            Counted($"{key} boxes", boxes.SequenceEqual(
                expected.GetProperty("boxes").EnumerateArray().Select(FixtureJson.Integers), new SameNumbers()) ? 0 : 1),
        ];
    }

    // As they were before anything covered the object, to the last pixel inside.
    private IEnumerable<int[]> ReleasedBoxes(IReadOnlyList<InstanceTarget> instances, SampleInfo info, PasteScene scene)
    {
        var own = instances.Where(instance => instance.Id > 0).Select(instance => scene.Mask((int)instance.Id, width).Box);
        var pasted = info.Pasted.Select(entry => entry.Mask).ToList();
        var seen = pasted.Where((mask, k) => pasted.Skip(k + 1).Aggregate(mask, (left, later) => left.Without(later)).Area > 0);
        return [.. own.Concat(seen.Select(mask => mask.Box)).Select(box => Corners(box, 1))];
    }

    private static int[] Corners(MaskBox box, int less) =>
        [(int)box.X, (int)box.Y, (int)(box.X + box.Width) - less, (int)(box.Y + box.Height) - less];

    private IEnumerable<ParityResult> Output(string key, Tensor actual, FixtureTolerance allowed, WeightFile stored) =>
        OutputComparison.Compare(
            name, key, ModelFixture.ReadOutput(root.GetProperty("outputs").GetProperty(key)), actual, stored, allowed);

    private ParityResult Listed(string quantity, IEnumerable<int> actual, JsonElement expected) =>
        Counted(quantity, actual.SequenceEqual(FixtureJson.Integers(expected)) ? 0 : 1);

    private ParityResult Counted(string quantity, int wrong) => new(name, quantity, wrong, 0);

    private sealed class SameNumbers : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x!.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] numbers) => numbers.Length;
    }
}
