using Panoptes.Imaging.Predictions;
using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Views;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Boxes;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Parity.TwoStage;
using Panoptes.Tensors;

namespace Panoptes.Parity.Teachers;

/// <summary>Boxes, masks and stuff of several views merged as <see cref="ViewMerge"/> does it, and CUPS' label of them.</summary>
internal sealed class TtaCase
{
    // The reference counts places in float32, to 1e-5 of a pixel.
    private const double ImageTolerance = 1e-5;

    // Maps may differ at these pixels: their best two classes, or a class and its threshold, are as near as rounding.
    private readonly int[] near;
    private readonly StoredFixture fixture;
    private readonly TtaViews views;
    private readonly ViewMerge merge;
    private readonly ThingTable table;
    private readonly TtaLabels labels;
    private readonly FindingConfig finding;
    private readonly int height;
    private readonly int width;

    public TtaCase(StoredFixture fixture)
    {
        this.fixture = fixture;
        views = new TtaViews(fixture);
        (height, width) = (views.Size[0], views.Size[1]);
        merge = new ViewMerge(views.All, height, width);
        near = FixtureJson.Integers(fixture.Root.GetProperty("margins").GetProperty("pixels_within_2e-5_of_a_semantic_decision"));
        var (things, stuff) = ((int)Number("num_things"), (int)Number("num_semantic") - 1);
        table = new ThingTable(stuff + things, [.. Enumerable.Range(stuff, things)]);
        labels = new TtaLabels(fixture, table, near.Length);
        finding = new FindingConfig
        {
            Score = Number("instance_score_threshold"),
            Overlap = Number("nms_threshold"),
            Most = (int)Number("detections_per_image"),
        };
    }

    /// <summary>Compares everything but averages of parameters.</summary>
    public IEnumerable<ParityResult> Run()
    {
        var places = Enumerable.Range(0, views.All.Count).ToArray();
        SureBoxes[] boxes = [.. places.Select(views.Boxes)];
        var found = merge.Objects(boxes, finding, (place, each, _) => views.Masks(place, each.Size(0)));
        var stuff = merge.Stuff(views.Logits);
        var said = Panoptic(found, stuff);
        var label = labels.Pixels(stuff);
        var named = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["pool.boxes"] = merge.Pool(boxes).Boxes,
            ["merged.boxes"] = found.Boxes,
            ["merged.scores"] = found.Scores,
            ["merged.classes"] = found.Classes,
            ["merged.mask_probabilities"] = found.Masks,
            ["merged.sem_probabilities"] = stuff,
            ["merged.sem_argmax"] = ButNear("merged.sem_argmax", stuff.Max(0).Item2),
            ["panoptic_seg"] = ButNear("panoptic_seg", Tensor.From<int>(said.Ids.Pixels, height, width)),
            ["label.result"] = ButNear("label.result", label + (TtaLabels.Objects(said) * 256)),
        };
        var images = places.ToDictionary(place => $"view{place}.image", views.Image);
        return
        [
            .. Compare(images, ImageTolerance),
            .. Compare(named, fixture.Fixture.Tolerance.Output),
            .. SegmentMergeCase.Segments(fixture, said, table, fixture.Root.GetProperty("segments_info")),
            .. labels.Compare(said, stuff, label),
            .. NothingFound(stuff, label),
            .. Mutation(boxes, found, stuff, said),
        ];
    }

    private IEnumerable<ParityResult> Compare(Dictionary<string, Tensor> named, double tolerance)
    {
        var some = fixture.Fixture with
        {
            Outputs = fixture.Fixture.Outputs.Where(output => named.ContainsKey(output.Key)).ToDictionary(),
            Tolerance = fixture.Fixture.Tolerance with { Output = tolerance },
        };
        return (fixture with { Fixture = some }).Compare(named);
    }

    // The label's pixels are the same without objects: they are not painted over.
    private IEnumerable<ParityResult> NothingFound(Tensor stuff, Tensor label)
    {
        var expected = fixture.Root.GetProperty("nothing_detected");
        SureBoxes[] none = [.. views.All.Select(_ => TtaViews.NoBoxes())];
        var found = merge.Objects(none, finding, (place, each, _) => views.Masks(place, each.Size(0)));
        var said = Panoptic(found, stuff);
        var things = said.Segments.Count(segment => segment.IsThing);
        yield return fixture.Count("objects where none is found", [things], [expected.GetProperty("instances").GetInt32()], Equals);
        var isSame = labels.Pixels(stuff).Eq(label).All().ToArray<bool>()[0];
        yield return fixture.Count(
            "pixels where none is found", [isSame], [expected.GetProperty("sem_seg_same_as_label").GetBoolean()], Equals);
    }

    // How much a usual fault would change, so that agreement says something: masks of mirrored views that stay mirrored.
    private IEnumerable<ParityResult> Mutation(SureBoxes[] boxes, FoundBoxes found, Tensor stuff, PanopticPrediction said)
    {
        var expected = fixture.Root.GetProperty("mutation");
        var wrong = merge.Objects(boxes, finding, (place, each, _) => views.All[place].Upright(views.Masks(place, each.Size(0))));
        yield return fixture.Compare(
            "change by mirrored masks", (wrong.Masks - found.Masks).Abs().Max().Item(),
            expected.GetProperty("mask_probability_change").GetDouble(), 1e-5);
        var changed = Panoptic(wrong, stuff).Ids.Pixels.Zip(said.Ids.Pixels).Count(pair => pair.First != pair.Second);
        yield return fixture.Count(
            "pixels changed by mirrored masks", [changed], [expected.GetProperty("panoptic_pixels").GetInt32()], Equals);
    }

    // The reference counts 4096 pixels of stuff for images of any size, where ours takes a share of the image unless told otherwise.
    private PanopticPrediction Panoptic(FoundBoxes found, Tensor stuff) => new MergedViews(
        [found], [stuff], table, new BoxReadingConfig
        {
            MaskScore = Number("mask_threshold"),
            StuffArea = (int)Number("stuff_area_limit"),
        }).Panoptic(
            0, ReadingSize.Same(height, width), _ => true,
            new PanopticOptions { ObjectScore = finding.Score, Overlap = 1 - Number("overlap_threshold") });

    private Tensor ButNear(string key, Tensor map)
    {
        var own = map.To(DType.Float32).ToArray<float>();
        var reference = fixture.Stored!.ReadTensor(fixture.Stored.Find(key)!).ToArray<float>();
        foreach (var pixel in near)
        {
            own[pixel] = reference[pixel];
        }

        return Tensor.From(own, height, width);
    }

    private double Number(string key) => fixture.Config.GetProperty(key).GetDouble();

    private static bool Equals<T>(T one, T other) => EqualityComparer<T>.Default.Equals(one, other);
}
