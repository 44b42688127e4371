using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Tests.Panoptic;

/// <summary>Small random panoptic images: maps, segment lists and the table that the engine makes of them.</summary>
internal sealed record RandomPanoptic(
    Plane<int> Truth, Plane<int> Prediction, PanopticSegment[] TruthSegments, PanopticSegment[] PredictionSegments)
{
    public static readonly PanopticCategory[] Categories =
        [new(1, "person", true), new(2, "car", true), new(3, "road", false), new(4, "sky", false), new(9, "never", true)];

    public PanopticTable Table => new(TruthSegments, PredictionSegments, new SegmentPairCounter().Count(Truth.Pixels, Prediction.Pixels));

    public static RandomPanoptic Make(SeededRandom random)
    {
        var (width, height) = (random.NextInt(1, 70), random.NextInt(1, 40));
        var truth = Map(random, width, height, random.NextInt(0, 9));

        // Predictions are the truth with some segments renamed, moved or painted over.
        var prediction = new Plane<int>(width, height, Array.ConvertAll(truth.Pixels, id => id == 0 ? 0 : id + 100));
        Paint(random, prediction, 200, random.NextInt(0, 4));
        return new RandomPanoptic(truth, prediction, Segments(random, truth, crowds: true), Segments(
            new SeededRandom(random.NextInt(0, 9)), prediction, crowds: false));
    }

    public static Plane<int> Map(SeededRandom random, int width, int height, int segments)
    {
        var map = new Plane<int>(width, height);
        Paint(random, map, 1, segments);
        return map;
    }

    public static PanopticCounts Count(IEnumerable<RandomPanoptic> images, VoidRule rule = VoidRule.Official)
    {
        var counts = new PanopticCounts(Categories);
        foreach (var image in images)
        {
            var table = image.Table;
            counts.Add(table, PanopticMatcher.Match(table, rule));
        }

        return counts;
    }

    private static void Paint(SeededRandom random, Plane<int> map, int firstId, int segments)
    {
        for (var s = 0; s < segments; s++)
        {
            var (x0, y0) = (random.NextInt(0, map.Width), random.NextInt(0, map.Height));
            var (x1, y1) = (random.NextInt(x0, map.Width) + 1, random.NextInt(y0, map.Height) + 1);
            for (var y = y0; y < y1; y++)
            {
                map.Row(y)[x0..x1].Fill(firstId + s);
            }
        }
    }

    private static PanopticSegment[] Segments(SeededRandom random, Plane<int> map, bool crowds) =>
        [.. map.Pixels.Where(id => id != 0).GroupBy(id => id).OrderBy(g => g.Key).Select(g => new PanopticSegment(
            g.Key, g.Key % 100 % 4, crowds && g.Key % 100 % 4 < 2 && random.NextBool(0.2), g.Count()))];
}
