using System.Text.Json;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Parity.Fixtures;
using Panoptes.PseudoLabels.Instances;

namespace Panoptes.Parity.PseudoLabels;

/// <summary>Instances by depth.</summary>
internal static class DepthSplitCase
{
    /// <summary>Runs every case.</summary>
    public static IEnumerable<ParityResult> Run(LabelFixture fixture)
    {
        foreach (var entry in fixture.Cases)
        {
            var given = entry.Value;
            var source = given.GetProperty("input_of").GetString()!;
            var stored = fixture.Ids($"{source}.packed");
            var depth = fixture.Map($"{source}.depth");
            var classes = new Plane<ushort>(stored.Width, stored.Height, Array.ConvertAll(stored.Pixels, id => (ushort)(id % 256)));
            var scale = Number(given.GetProperty("parameters"), "scale") ?? 1;
            if (scale != 1)
            {
                var isNearest = given.GetProperty("input").GetString()!.Contains("depth nearest", StringComparison.Ordinal);
                (classes, depth) = Enlarge(classes, depth, (int)scale, isNearest);
            }

            var things = classes.Pixels.Distinct().Where(id => id != 0).Select(id => (int)id).ToArray();
            var instances = DepthSplitter.Split(
                classes, things, depth, Config(fixture.Root.GetProperty("config")), Number(given, "focal"), scale);
            var packed = classes.Pixels.Zip(instances.Pixels, (id, instance) => id + (256.0 * instance)).ToArray();
            yield return fixture.Compare($"{entry.Name}.packed", packed, 0);
            var areas = instances.Pixels.Where(id => id > 0).CountBy(id => id).OrderBy(pair => pair.Key).Select(pair => pair.Value);
            var wanted = given.GetProperty("instances").EnumerateArray().Select(instance => instance.GetProperty("area").GetInt32());
            yield return fixture.Exact(
                $"{entry.Name} areas", areas.SequenceEqual(wanted) ? 0 : 1, string.Join(' ', areas));
            var unassigned = classes.Pixels.Zip(instances.Pixels).Count(pair => pair.First != 0 && pair.Second == 0);
            yield return fixture.Exact(
                $"{entry.Name} unassigned", Math.Abs(unassigned - given.GetProperty("unassigned_thing_pixels").GetInt32()));
        }
    }

    private static DepthSplitConfig Config(JsonElement given) => new()
    {
        // The fixture keeps to the letter of the text: the gradient of the whole image.
        Extent = GradientExtent.Image,
        Gradient = given.GetProperty("gradient").GetDouble(),
        Dilation = given.GetProperty("dilate").GetInt32(),
        CorePixels = given.GetProperty("core_px").GetDouble(),
        CoreShare = given.GetProperty("core_share").GetDouble(),
        GrowthCost = given.GetProperty("growth").GetDouble(),
        MergeDepth = given.GetProperty("merge_depth").GetDouble(),
        MergeBorder = given.GetProperty("merge_border").GetDouble(),
        MetricArea = given.GetProperty("metric_area").GetDouble(),
        PixelArea = given.GetProperty("pixel_area").GetDouble(),
    };

    private static (Plane<ushort> Classes, Plane<float> Depth) Enlarge(
        Plane<ushort> classes, Plane<float> depth, int factor, bool isNearest)
    {
        var geometry = Geometry.Identity(classes.Width, classes.Height).Resize(classes.Width * factor, classes.Height * factor);
        return (
            Resampler.Ids(classes, geometry, (ushort)0),
            Resampler.Scalar(depth, geometry, isNearest ? ScalarRule.PixelCenterNearest : ScalarRule.Bilinear));
    }

    private static double? Number(JsonElement parent, string key) =>
        parent.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
