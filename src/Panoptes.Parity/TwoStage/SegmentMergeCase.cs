using System.Text.Json;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.TwoStage;

/// <summary>Objects and stuff merged, and the merge as CUPS hands it on: as a pseudo-label, and as classes with instances.</summary>
internal static class SegmentMergeCase
{
    private const int Void = 255;

    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(TwoStageFixture fixture)
    {
        var input = fixture.Root.GetProperty("input").GetProperty("semantic");
        var (height, width) = (input[0].GetInt32(), input[1].GetInt32());
        var things = fixture.Root.GetProperty("standard_format").GetProperty("thing_classes").GetArrayLength();
        var stuff = fixture.Config.GetProperty("semantic_classes").GetInt32() - 1;
        var table = new ThingTable(stuff + things, [.. Enumerable.Range(stuff, things)]);
        var merged = Merge(fixture, table, height, width);
        var named = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["panoptic_seg"] = Tensor.From<int>(merged.Ids.Pixels, height, width),
            ["label.sem_seg"] = Label(fixture, merged, table, height, width),
        };
        Tensor Map(Func<PredictedSegment, long> of, long nothing)
        {
            long[] values = [nothing, .. merged.Segments.Select(of)];
            return Tensor.From<long>(Array.ConvertAll(merged.Ids.Pixels.ToArray(), id => values[id]), height, width);
        }

        var (thingNames, stuffNames) = (Names(fixture, "thing_classes"), Names(fixture, "stuff_classes"));
        named["standard.semantic"] = Map(
            segment => segment.IsThing ? thingNames[table.ThingOf(segment.Class)] : stuffNames[table.StuffMapOf(segment.Class) - 1], Void);
        named["standard.instance"] = Map(segment => segment.IsThing ? segment.Id : 0, 0);
        return
        [
            .. Segments(fixture, merged, table, fixture.Root.GetProperty("segments_info")),
            .. fixture.Compare(named),
            .. Objects(fixture, merged, table),
        ];
    }

    /// <summary>Compares segments by class, kind, area and score.</summary>
    public static IEnumerable<ParityResult> Segments(
        StoredFixture fixture, PanopticPrediction merged, ThingTable table, JsonElement expected)
    {
        const double Tolerance = 1e-4;
        var wanted = expected.EnumerateArray().Select(segment => (
            segment.GetProperty("id").GetInt32(), segment.GetProperty("isthing").GetBoolean(),
            segment.GetProperty("category_id").GetInt32(), segment.GetProperty("pixels").GetInt64())).ToArray();
        var own = merged.Segments.Select(segment => (
            segment.Id, segment.IsThing, segment.IsThing ? table.ThingOf(segment.Class) : table.StuffMapOf(segment.Class), segment.Area));
        yield return fixture.Count("segments", own.ToArray(), wanted, (one, other) => one == other);
        yield return fixture.Count(
            "scores of objects",
            [.. merged.Segments.Where(segment => segment.IsThing).Select(segment => segment.Score)],
            [.. expected.EnumerateArray().Where(segment => segment.GetProperty("isthing").GetBoolean())
                .Select(segment => segment.GetProperty("score").GetDouble())],
            (one, other) => Math.Abs(one - other) <= Tolerance);
    }

    private static PanopticPrediction Merge(TwoStageFixture fixture, ThingTable table, int height, int width)
    {
        var instances = fixture.Root.GetProperty("instances");
        var scores = TwoStageFixture.Numbers(instances.GetProperty("scores"));
        var classes = FixtureJson.Integers(instances.GetProperty("classes"));
        var boxes = instances.GetProperty("rects_y0x0y1x1").EnumerateArray().Select(FixtureJson.Integers).ToArray();
        var merge = new SegmentMerge(width, height);
        foreach (var i in Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])
            .TakeWhile(i => scores[i] >= fixture.Config.GetProperty("instances_score_threshold").GetDouble()))
        {
            var mask = new byte[height * width];
            for (var y = boxes[i][0]; y < boxes[i][2]; y++)
            {
                mask.AsSpan((y * width) + boxes[i][1], boxes[i][3] - boxes[i][1]).Fill(1);
            }

            merge.AddThing(mask, table.Things[classes[i]], scores[i], 1 - fixture.Config.GetProperty("overlap_threshold").GetDouble());
        }

        var semantic = fixture.Stored!.ReadTensor(fixture.Stored.Find("semantic")!).To(DType.Int32).ToArray<int>();
        merge.AddStuff(
            semantic, new float[semantic.Length], table.StuffMaps, fixture.Config.GetProperty("stuff_area_threshold").GetDouble());
        return merge.Prediction();
    }

    // 0 under objects that are sure enough, void under the others and under nothing.
    private static Tensor Label(TwoStageFixture fixture, PanopticPrediction merged, ThingTable table, int height, int width)
    {
        var least = fixture.Root.GetProperty("label_format").GetProperty("confidence_threshold").GetDouble();
        float[] values = [Void, .. merged.Segments.Select(segment => (float)(
            segment.IsThing ? segment.Score >= least ? 0 : Void : table.StuffMapOf(segment.Class)))];
        return Tensor.From(Array.ConvertAll(merged.Ids.Pixels.ToArray(), id => values[id]), height, width);
    }

    private static IEnumerable<ParityResult> Objects(TwoStageFixture fixture, PanopticPrediction merged, ThingTable table)
    {
        var label = fixture.Root.GetProperty("label_format");
        var kept = merged.Segments
            .Where(segment => segment.IsThing && segment.Score >= label.GetProperty("confidence_threshold").GetDouble()).ToArray();
        yield return fixture.Count(
            "classes of the label's objects", [.. kept.Select(segment => table.ThingOf(segment.Class))],
            FixtureJson.Integers(label.GetProperty("gt_classes")), (one, other) => one == other);
        yield return fixture.Count(
            "areas of the label's objects", [.. kept.Select(segment => (int)segment.Area)],
            FixtureJson.Integers(label.GetProperty("gt_mask_areas")), (one, other) => one == other);

        // The reference's edges are the last pixels themselves.
        yield return fixture.Count(
            "boxes of the label's objects",
            [.. kept.Select(segment => Edges(merged, segment.Id))],
            [.. label.GetProperty("gt_boxes").EnumerateArray().Select(FixtureJson.Integers)],
            (one, other) => one.SequenceEqual(other));
    }

    /// <summary>The first and the last column and row of a segment: left, top, right, bottom.</summary>
    public static int[] Edges(PanopticPrediction merged, int id)
    {
        var width = merged.Ids.Width;
        int[] places = [.. Enumerable.Range(0, merged.Ids.Pixels.Length).Where(i => merged.Ids.Pixels[i] == id)];
        return [places.Min(i => i % width), places.Min(i => i / width), places.Max(i => i % width), places.Max(i => i / width)];
    }

    private static int[] Names(TwoStageFixture fixture, string key) =>
        FixtureJson.Integers(fixture.Root.GetProperty("standard_format").GetProperty(key));
}
