using Panoptes.Diagnosis.Edges;
using Panoptes.Formats.Coco;
using Panoptes.Imaging;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Diagnosis.RoundTrips;

/// <summary>Counts how far three ways to move the same regions agree, over images.</summary>
public sealed class RoundTripCounts
{
    private readonly SegmentPairCounter counter = new();
    private readonly PanopticCounts labels;
    private readonly PanopticCounts reference;

    /// <summary>Nothing counted yet.</summary>
    /// <param name="things">Whether each class is one of countable objects, by train id.</param>
    public RoundTripCounts(IReadOnlyList<bool> things)
    {
        ArgumentNullException.ThrowIfNull(things);
        PanopticCategory[] categories = [.. things.Select((isThing, id) => new PanopticCategory(id, $"{id}", isThing))];
        (labels, reference) = (new PanopticCounts(categories), new PanopticCounts(categories));
    }

    /// <summary>The scores of all that was counted.</summary>
    public RoundTripScores Scores
    {
        get
        {
            var panoptic = PanopticScores.From(labels);
            return new RoundTripScores(
                SemanticScores.From(labels.PixelConfusion).MeanIoU, panoptic.All.PQ, panoptic.Things.PQ, panoptic.Stuff.PQ,
                SemanticScores.From(reference.PixelConfusion).MeanIoU);
        }
    }

    /// <summary>Counts an image.</summary>
    /// <param name="classes">The train id of each region, by region.</param>
    /// <param name="byImage">Regions that went the image's way; <see cref="LabelMap.Void"/> where there is none.</param>
    /// <param name="byLabels">The same that went the labels' way.</param>
    /// <param name="byReference">The same by pixel-center nearest, without any pipeline.</param>
    public void Add(IReadOnlyList<int> classes, Plane<int> byImage, Plane<int> byLabels, Plane<int> byReference)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var (predicted, predictions) = Segments(byImage, classes);
        Count(labels, byLabels);
        Count(reference, byReference);

        void Count(PanopticCounts counts, Plane<int> map)
        {
            var (truth, truths) = Segments(map, classes);
            var table = PanopticTable.Of(truth, truths, predicted, predictions, counter);
            counts.Add(table, PanopticMatcher.Match(table));
        }
    }

    private static (Plane<int> Ids, PanopticSegment[] Segments) Segments(Plane<int> regions, IReadOnlyList<int> classes)
    {
        var (ids, areas) = (new Plane<int>(regions.Width, regions.Height), new long[classes.Count]);
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            if (regions.Pixels[i] is >= 0 and var region)
            {
                ids.Pixels[i] = region + 1;
                areas[region]++;
            }
        }

        return (ids, [
            .. Enumerable.Range(0, classes.Count).Where(region => areas[region] > 0)
                .Select(region => new PanopticSegment(region + 1, classes[region], false, areas[region])),
        ]);
    }
}
