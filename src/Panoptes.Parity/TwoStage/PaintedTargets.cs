using System.Text.Json;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Models.Outputs;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.TwoStage;

/// <summary>Targets that a fixture gives as rectangles: stuff in order, then objects.</summary>
internal static class PaintedTargets
{
    /// <summary>A batch of them.</summary>
    public static Batch Of(TwoStageFixture fixture, Tensor images)
    {
        var targets = fixture.Root.GetProperty("targets").EnumerateArray().ToArray();
        var (height, width) = ((int)images.Size(2), (int)images.Size(3));
        var ids = new int[targets.Length * height * width];
        var tables = targets.Select((target, n) =>
            Paint(target, fixture.Table, ids.AsSpan(n * height * width, height * width), width)).ToArray();
        return new Batch(
            0,
            new Dictionary<string, Tensor> { [Batch.ImageView] = images.Clone() },
            new BatchTargets(Segments: new SegmentTargets(Tensor.From<int>(ids, targets.Length, height, width), tables)),
            [.. targets.Select(_ => new SampleInfo(0, new SampleFiles("fixture", fixture.Path, null), Geometry.Identity(width, height)))]);
    }

    private static List<SegmentTarget> Paint(JsonElement target, ThingTable table, Span<int> ids, int width)
    {
        var segments = new List<SegmentTarget>();
        var stuff = target.TryGetProperty("stuff", out var given) ? given.EnumerateArray().Select(FixtureJson.Integers) : [];
        foreach (var rectangle in stuff)
        {
            Fill(ids, rectangle[1..], table.StuffMaps[rectangle[0]], isThing: false);
        }

        var things = target.GetProperty("things").EnumerateArray().Select(FixtureJson.Integers);
        foreach (var (thing, category) in things.Zip(FixtureJson.Integers(target.GetProperty("classes"))))
        {
            Fill(ids, thing, table.Things[category], isThing: true);
        }

        return segments;

        void Fill(Span<int> all, int[] box, int trainId, bool isThing)
        {
            segments.Add(new SegmentTarget(segments.Count + 1, segments.Count + 1, trainId, isThing, false, 0));
            for (var y = box[0]; y < box[2]; y++)
            {
                all.Slice((y * width) + box[1], box[3] - box[1]).Fill(segments.Count);
            }
        }
    }
}
