using Panoptes.Data.Configuration;
using Panoptes.Diagnosis.Edges;
using Panoptes.Diagnosis.Pipelines;
using Panoptes.Diagnosis.RoundTrips;
using Panoptes.Imaging;
using Panoptes.Tests;

namespace Panoptes.Diagnosis.Tests.Pipelines;

public sealed class RoundTripTests
{
    private static readonly bool[] Things = [false, false, false, false, false, false, false, false, true, true, true];

    [NeedsSharedFact(CamVidScene.Folder)]
    public void Labels_that_go_the_image_s_way_agree_with_their_own_way()
    {
        var scores = Send(labels => labels);
        Assert.Equal(RoundTripGate.Pass, scores.Gate);
        Assert.True(scores.MeanIoU > 0.95 && scores.PQ > 0.9 && scores.PQThings > 0.8, $"{scores}");
        Assert.Equal(scores.Reference, scores.MeanIoU, 1e-9);
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void The_center_window_of_labels_fails_and_loses_things_first()
    {
        var (scores, right) = (Counted((i, j, scale) => ((480 - 300) / 2 + i, ((360 - 225) / 2) + j)), Counted(Exact));
        Assert.Equal(RoundTripGate.Fail, scores.Gate);
        Assert.True(scores.MeanIoU < 0.6 && scores.PQThings < 0.05 && scores.PQStuff > 0.3, $"{scores}");
        Assert.Equal(RoundTripGate.Pass, right.Gate);
    }

    [NeedsSharedFact(CamVidScene.Folder)]
    public void Another_rule_of_nearest_is_a_warning()
    {
        var scores = Counted((i, j, scale) => ((int)(i / scale), (int)(j / scale)));
        Assert.Equal(RoundTripGate.SubPixel, scores.Gate);
        Assert.InRange(scores.MeanIoU, 0.85, 0.96);
    }

    private static (int X, int Y) Exact(int i, int j, double scale) => ((int)((i + 0.5) / scale), (int)((j + 0.5) / scale));

    private static RoundTripScores Send(Func<LabelMap, LabelMap> change)
    {
        var pipeline = new FrozenPipeline(new AugmentationConfig { ResizeMin = 0.625, ResizeMax = 0.625, Crop = [200, 260] }, 3);
        var counts = new RoundTripCounts(Things);
        foreach (var (name, place) in CamVidScene.Names("val").Where((_, i) => i % 25 == 0).Select((name, i) => (name, i)))
        {
            var scene = CamVidScene.Read("val", name);
            var regions = RoundTripRegions.Of(change(new LabelMap(scene.Labels)), id => Things[id], 60);
            PipelineRoundTrip.Send(pipeline, regions, (480, 360), place, counts);
        }

        return counts.Scores;
    }

    /// <summary>Labels whose own way takes the pixels given, against labels averaged over their footprint as an image is.</summary>
    private static RoundTripScores Counted(Func<int, int, double, (int X, int Y)> source)
    {
        const double Scale = 0.625;
        var counts = new RoundTripCounts(Things);
        foreach (var name in CamVidScene.Names("val").Where((_, i) => i % 25 == 0))
        {
            var regions = RoundTripRegions.Of(new LabelMap(CamVidScene.Read("val", name).Labels), id => Things[id], 60);
            var (width, height) = (300, 225);
            var byImage = new Plane<int>(width, height);
            var byLabels = new Plane<int>(width, height);
            var reference = new Plane<int>(width, height);
            for (var j = 0; j < height; j++)
            {
                for (var i = 0; i < width; i++)
                {
                    var (x, y) = source(i, j, Scale);
                    byLabels[i, j] = regions.Ids[x, y];
                    (x, y) = Exact(i, j, Scale);
                    reference[i, j] = regions.Ids[x, y];
                    byImage[i, j] = Heaviest(regions.Ids, ((i + 0.5) / Scale) - 0.5, ((j + 0.5) / Scale) - 0.5);
                }
            }

            counts.Add(regions.Classes, byImage, byLabels, reference);
        }

        return counts.Scores;
    }

    /// <summary>The region with the most weight among the four pixels about a point.</summary>
    private static int Heaviest(Plane<int> ids, double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        return Enumerable.Range(0, 4).Select(corner => (X: left + (corner & 1), Y: top + (corner >> 1)))
            .GroupBy(
                pixel => ids[Math.Clamp(pixel.X, 0, ids.Width - 1), Math.Clamp(pixel.Y, 0, ids.Height - 1)],
                pixel => (1 - Math.Abs(pixel.X - x)) * (1 - Math.Abs(pixel.Y - y)))
            .MaxBy(group => group.Sum())!.Key;
    }
}
