using Panoptes.Foundation;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Panoptic;

namespace Panoptes.Metrics.Flattening;

/// <summary>What was counted of flattened objects.</summary>
/// <param name="Counts">Sums over all images.</param>
/// <param name="Images">What every image adds, in the order of the images.</param>
/// <param name="Confused">The confused predictions with the largest confused area, largest first.</param>
public sealed record FlattenedReport(
    PanopticCounts Counts, IReadOnlyList<ImagePanopticSums> Images, IReadOnlyList<ConfusedObject> Confused);

/// <summary>
/// Acc, Prec and confusion of COCO results, truth and predictions flattened image by image (<see cref="FlatInstances.Rule"/>). Masks stay
/// run lengths.
/// </summary>
public static class FlattenedEvaluation
{
    /// <summary>Evaluates.</summary>
    /// <param name="truth">Ground truth with masks.</param>
    /// <param name="results">Detections with masks; those of other categories are left out.</param>
    /// <param name="categories">The categories.</param>
    /// <param name="images">Ids of the images, in the order wanted, with their names.</param>
    /// <param name="options">Worker threads, and how many confused predictions to remember.</param>
    /// <exception cref="Foundation.InputException">A file has changed since it was read.</exception>
    public static FlattenedReport Run(
        InstanceSet truth, InstanceSet results, IReadOnlyList<InstanceCategory> categories, IReadOnlyList<(long Id, string Name)> images,
        PanopticOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentNullException.ThrowIfNull(images);
        options ??= new PanopticOptions();
        var places = categories.Select((category, place) => (category.Id, place)).ToDictionary(entry => entry.Id, entry => entry.place);

        // Masks of those that are left out anyway need not be read.
        var (truths, detections) = (Known(truth.Objects), Known(results.Objects.Where(o => o.Score >= FlatInstances.LeastScore)));
        var sums = new ImagePanopticSums[images.Count];
        FlattenedCounts Counts() => new(categories.Select(category => category.Name), options.ConfusedSegments);
        var total = Counts();
        using var truthMasks = new InstanceMasks(truth);
        using var resultMasks = new InstanceMasks(results);
        ParallelItems.Run(
            images.Count, options.Threads,
            () => (Masks: new ImageMasks(truthMasks, resultMasks), Counts: Counts()),
            (worker, i) =>
            {
                var (given, found) = (truths[images[i].Id].ToArray(), detections[images[i].Id].ToArray());
                worker.Masks.Load(given, found);
                sums[i] = worker.Counts.Add(i, images[i].Name, FlatInstances.Table(
                    FlatInstances.OfTruths(given.Where(o => Mask(worker.Masks, o) is not null)
                        .Select(o => new FlatObject(places[o.Category], o.IsCrowd, Mask(worker.Masks, o)!))),
                    FlatInstances.OfPredictions(found.Where(o => Mask(worker.Masks, o) is not null)
                        .Select(o => (places[o.Category], o.Score, Mask(worker.Masks, o)!)))));
            },
            worker => total.Merge(worker.Counts));
        return total.Report(sums);

        ILookup<long, InstanceObject> Known(IEnumerable<InstanceObject> objects) =>
            objects.Where(o => places.ContainsKey(o.Category)).ToLookup(o => o.Image);
    }

    private static RunLengthMask? Mask(ImageMasks masks, InstanceObject o) => masks.Of(o) is { Area: > 0 } mask ? mask : null;
}
