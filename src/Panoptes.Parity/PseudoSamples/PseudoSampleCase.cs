using System.Text.Json;
using Panoptes.Data.Configuration;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.PseudoLabels;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.PseudoSamples;

/// <summary>
/// Label maps as layers of a sample, compared with CUPS. Its rules that we do not follow are switched on: the class of an object by the
/// largest id, and nothing ignored where no object is valid. Labels of the native size, which it crops unscaled, are refused by ours; they
/// are cropped here as it does, and the rest compared.
/// </summary>
internal sealed class PseudoSampleCase
{
    private readonly string name;
    private readonly JsonElement root;
    private readonly WeightFile stored;
    private readonly LabelContract contract;

    public PseudoSampleCase(string name, JsonElement root, WeightFile stored)
    {
        (this.name, this.root, this.stored) = (name, root, stored);
        var (config, split) = (root.GetProperty("config"), root.GetProperty("split"));
        contract = new LabelContract
        {
            Producer = new LabelProducer("CUPS"),
            Native = Size(config.GetProperty("native")),
            Label = Size(config.GetProperty("crop")),
            Scale = config.GetProperty("scale").GetDouble(),
            Clusters = config.GetProperty("k").GetInt32(),
            VoidId = config.GetProperty("void").GetInt32(),
            Split = new ClusterSplit(
                FixtureJson.Integers(split.GetProperty("things")), FixtureJson.Integers(split.GetProperty("stuff")), ThingRule.Share,
                config.GetProperty("tau").GetDouble()),
        };
        contract.Validate(name);
    }

    /// <summary>Compares every case, the image, and what the fixture's mutations change.</summary>
    public IEnumerable<ParityResult> Run() =>
        [.. root.GetProperty("cases").EnumerateObject().SelectMany(Case), Image(), UnknownThings(), ClassByMode(), Refused()];

    private IEnumerable<ParityResult> Case(JsonProperty described)
    {
        var (entry, expected) = (described.Name, described.Value);
        var layers = Paint(Inputs(entry), InstanceClassRule.Largest, expected.GetProperty("ignore_unknown_thing_regions").GetBoolean());
        var things = layers.Segments.Segments.Where(segment => segment.IsThing).ToArray();
        var objects = SegmentInstances.Of(layers.Segments);
        var places = things.Select((thing, i) => (thing.Id, Place: i + 1)).ToDictionary(thing => thing.Id, thing => thing.Place);
        var result = layers.TrainIds.Pixels.Select((trainId, i) =>
            (double)(Semantic(trainId) + (256 * places.GetValueOrDefault(layers.Segments.Ids.Pixels[i])))).ToArray();
        var reference = Numbers($"{entry}.result");
        yield return Exact($"{entry} result", result.Zip(reference).Count(pair => pair.First != pair.Second)
            + Math.Abs(result.Length - reference.Length));
        yield return Same(
            $"{entry} classes", things.Select(thing => thing.CategoryTrainId - contract.Split.Stuff.Count), expected, "classes");
        yield return Same($"{entry} mask areas", objects.Select(found => (int)found.Mask.Area), expected, "mask_areas");
        yield return Same(
            $"{entry} boxes", objects.SelectMany(found => Box(found.Mask.Box, 0)), expected, "boxes_exclusive");
        yield return Same($"{entry} inclusive boxes", objects.SelectMany(found => Box(found.Mask.Box, 1)), expected, "boxes");
        yield return Same(
            $"{entry} values", layers.TrainIds.Pixels.GroupBy(id => Semantic(id)).OrderBy(group => group.Key)
                .SelectMany(group => new[] { group.Key, group.Count() }), expected, "sem_seg_values");
    }

    private ParityResult Image()
    {
        var (native, label) = (contract.Native!.Value, contract.Label!.Value);
        var values = Formula.Values("a.image", native.Width * native.Height * 3L);
        var reference = Numbers("image");
        var geometry = Geometry.Identity(native.Width, native.Height).Resize(label.Width, label.Height);
        var error = 0.0;
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = new Plane<float>(native.Width, native.Height);
            for (var i = 0; i < plane.Pixels.Length; i++)
            {
                plane.Pixels[i] = MathF.Floor(256 * (values[(3 * i) + channel] + 1) / 2) / 255;
            }

            var moved = Resampler.Scalar(plane, geometry, ScalarRule.Bilinear, -1).Pixels;
            error = Math.Max(error, moved.Select((value, i) => Math.Abs(value - reference[(channel * moved.Length) + i])).Max());
        }

        return new ParityResult(name, "image", error, root.GetProperty("tolerance").GetProperty("output_rel").GetDouble());
    }

    private ParityResult UnknownThings()
    {
        var maps = Inputs("mixed");
        var (off, on) = (Paint(maps, InstanceClassRule.Largest, false), Paint(maps, InstanceClassRule.Largest, true));
        var pixels = off.TrainIds.Pixels.Zip(on.TrainIds.Pixels).Count(pair => pair.First != pair.Second);
        return Exact("pixels of unknown things", pixels - root.GetProperty("mutation").GetProperty("pixels").GetInt32());
    }

    private ParityResult ClassByMode()
    {
        var maps = Inputs("mixed");
        var largest = Paint(maps, InstanceClassRule.Largest, false).Segments.Segments.ToDictionary(segment => segment.Id);
        var differ = Paint(maps, InstanceClassRule.Mode, false).Segments.Segments
            .Where(segment => segment.IsThing && largest[segment.Id].CategoryTrainId != segment.CategoryTrainId)
            .Select(segment => segment.Id);
        return Same("objects whose class is another by mode", differ, root.GetProperty("mutation_mode"), "instances_that_differ");
    }

    // Ours: the contract tells labels of the native size from those it states.
    private ParityResult Refused()
    {
        var labels = Stored("native_size_labels.labels");
        try
        {
            ContractFit.Require(
                contract, contract.Native!.Value, new LabelSize(labels.Width, labels.Height), "native_size_labels", "the contract");
        }
        catch (InputException fault)
        {
            return Exact("native_size_labels refused", fault.Found.Contains("scale 1 of", StringComparison.Ordinal) ? 0 : 1, fault.Message);
        }

        return Exact("native_size_labels refused", 1);
    }

    private PseudoLabelLayers Paint(PseudoLabelMaps maps, InstanceClassRule rule, bool ignoresUnknown) => new PseudoLabelPainter(
        contract, ContractClasses.Of(contract, name), new PseudoLabelRules
        {
            InstanceClass = rule,
            IgnoreUnknownThings = ignoresUnknown,
            KeepsInvalidWhereNoneIsValid = true,
        }).Paint(maps, name);

    private PseudoLabelMaps Inputs(string entry)
    {
        var packed = Stored($"{(entry == "unknown_on" ? "mixed" : entry)}.labels");
        var label = contract.Label!.Value;
        if (packed.Width != label.Width)
        {
            packed = Resampler.Ids(packed, Geometry.Identity(packed.Width, packed.Height).Crop(
                (packed.Width - label.Width) / 2, (packed.Height - label.Height) / 2, label.Width, label.Height), 0);
        }

        return new PseudoLabelMaps(
            new Plane<ushort>(packed.Width, packed.Height, Array.ConvertAll(packed.Pixels, value => (ushort)(value % 256))),
            new Plane<int>(packed.Width, packed.Height, Array.ConvertAll(packed.Pixels, value => value / 256)));
    }

    private Plane<int> Stored(string tensor)
    {
        var shape = Entry(tensor).Shape;
        return new Plane<int>((int)shape[^1], (int)shape[^2], Array.ConvertAll(Numbers(tensor), number => (int)number));
    }

    private float[] Numbers(string tensor) => stored.ReadTensor(Entry(tensor)).ToArray<float>();

    private WeightEntry Entry(string tensor) => stored.Find(tensor)
        ?? throw new InputException(stored.Path, $"no tensor {tensor}", "the tensors of the json", "get the fixture again");

    private int Semantic(int trainId) => trainId == 255 ? 255 : trainId < contract.Split.Stuff.Count ? trainId + 1 : 0;

    private ParityResult Exact(string quantity, int differences, string? note = null) =>
        new(name, quantity, Math.Abs(differences), 0) { Note = note };

    private ParityResult Same(string quantity, IEnumerable<int> own, JsonElement from, string key)
    {
        int[] expected = [.. Flat(from.GetProperty(key))];
        int[] mine = [.. own];
        return Exact(quantity, mine.SequenceEqual(expected) ? 0 : 1, $"{string.Join(' ', mine)}; {string.Join(' ', expected)}");
    }

    private static IEnumerable<int> Flat(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().SelectMany(Flat) : [list.GetInt32()];

    private static int[] Box(MaskBox box, int less) =>
        [(int)box.X, (int)box.Y, (int)(box.X + box.Width) - less, (int)(box.Y + box.Height) - less];

    private static LabelSize Size(JsonElement heightAndWidth) => new(heightAndWidth[1].GetInt32(), heightAndWidth[0].GetInt32());
}
