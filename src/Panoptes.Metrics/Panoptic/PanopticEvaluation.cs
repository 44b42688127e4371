using System.Collections.Concurrent;
using Panoptes.Foundation;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Panoptic;

/// <summary>How a panoptic evaluation is done.</summary>
public sealed record PanopticOptions
{
    /// <summary>Which void rule.</summary>
    public VoidRule VoidRule { get; init; } = VoidRule.Official;

    /// <summary>Whether panopticapi's traps are kept; under <see cref="VoidRule.TorchMetrics"/> there are none.</summary>
    public ScoringRules Rules { get; init; }

    /// <summary>Which crowds forgive by the published rules; all of them by the corrected ones.</summary>
    public CrowdRule CrowdRule { get; init; } = CrowdRule.LastOfCategory;

    /// <summary>Worker threads; each holds one pair of images.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How many of the worst images to remember.</summary>
    public int WorstImages { get; init; } = 12;

    /// <summary>Whether every image's sums are kept (a few kilobytes each), for intervals and comparisons.</summary>
    public bool KeepImages { get; init; }
}

/// <summary>What one image adds to the sums, classes with nothing left out.</summary>
/// <param name="ImageId">The image.</param>
/// <param name="Classes">By class: index, sums of segments, sums of thing pixels.</param>
public sealed record ImagePanopticSums(string ImageId, IReadOnlyList<(int Category, PanopticSums Sums, ThingPixels Pixels)> Classes);

/// <summary>An image that lowers the score much.</summary>
/// <param name="Index">Its place in the ground-truth file.</param>
/// <param name="ImageId">The image.</param>
/// <param name="PQ">Panoptic quality over all its segments together, classes not told apart.</param>
/// <param name="Missed">Missed segments.</param>
/// <param name="Wrong">Wrong segments.</param>
public sealed record WorstImage(int Index, string ImageId, double PQ, int Missed, int Wrong);

/// <summary>The outcome of a panoptic evaluation.</summary>
/// <param name="Scores">The numbers.</param>
/// <param name="Counts">What they are made of.</param>
/// <param name="Images">Every image's sums in the truth's order, where asked for.</param>
/// <param name="Worst">The worst images, worst first.</param>
public sealed record PanopticReport(
    PanopticScores Scores, PanopticCounts Counts, IReadOnlyList<ImagePanopticSums> Images, IReadOnlyList<WorstImage> Worst)
{
    /// <summary>The sums of images to which the rules that were not asked for give others, by their place.</summary>
    internal IReadOnlyDictionary<int, ImagePanopticSums> Otherwise { get; init; } = new Dictionary<int, ImagePanopticSums>();

    /// <summary>The traps that were hit.</summary>
    internal PanopticTraps Traps { get; init; } = new();
}

/// <summary>Evaluates COCO panoptic files: one pass over every pair of PNGs, nothing kept but counts.</summary>
public sealed class PanopticEvaluation
{
    private readonly PanopticFile truth;
    private readonly string truthFolder;
    private readonly string predictionFolder;
    private readonly PanopticAnnotation[] predictions;

    /// <summary>Pairs the files' images.</summary>
    /// <param name="truth">Ground truth.</param>
    /// <param name="truthFolder">Folder of its PNGs.</param>
    /// <param name="prediction">Prediction; images that the truth lacks are ignored.</param>
    /// <param name="predictionFolder">Folder of its PNGs.</param>
    /// <exception cref="InputException">An image has no prediction, or a folder is missing.</exception>
    public PanopticEvaluation(PanopticFile truth, string truthFolder, PanopticFile prediction, string predictionFolder)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(prediction);
        this.truth = truth;
        this.truthFolder = InputFolder.Folder(truthFolder);
        this.predictionFolder = InputFolder.Folder(predictionFolder);
        var byImage = new Dictionary<string, PanopticAnnotation>();
        foreach (var annotation in prediction.Annotations)
        {
            byImage[annotation.ImageId] = annotation;
        }

        predictions = [.. truth.Annotations.Select(annotation => byImage.GetValueOrDefault(annotation.ImageId) ?? throw new InputException(
            prediction.FilePath, $"no prediction for image {annotation.ImageId}", "one annotation for every image of the ground truth",
            "predict it too; an empty map and list will do"))];
    }

    /// <summary>How many images there are.</summary>
    public int Count => predictions.Length;

    /// <summary>Reads both PNGs of one image and counts their pairs.</summary>
    /// <exception cref="InputException">A file is missing, broken or of another size; an id stands in the PNG or the list
    /// alone.</exception>
    public PanopticTable Table(int index, PanopticWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var (given, predicted) = (truth.Annotations[index], predictions[index]);
        var truthPath = InputFolder.File(truthFolder, given.FileName, truth.FilePath);
        var predictionPath = InputFolder.File(predictionFolder, predicted.FileName, $"prediction of image {predicted.ImageId}");
        return new PanopticTable(given.Segments, predicted.Segments, workspace.Count(truthPath, predictionPath)) is var table
            ? table with { Prediction = WithCountedAreas(table, predictionPath) }
            : table;
    }

    /// <summary>The paths of one image's two PNGs.</summary>
    public (string Truth, string Prediction) Files(int index) => (
        InputFolder.File(truthFolder, truth.Annotations[index].FileName, truth.FilePath),
        InputFolder.File(predictionFolder, predictions[index].FileName, $"prediction of image {predictions[index].ImageId}"));

    /// <summary>Evaluates all images.</summary>
    public PanopticReport Run(PanopticOptions? options = null)
    {
        options ??= new PanopticOptions();
        var images = new ImagePanopticSums[options.KeepImages ? Count : 0];
        var total = new PanopticCounts(truth.Categories);
        var worst = new WorstImages(options.WorstImages);
        var otherwise = new ConcurrentDictionary<int, ImagePanopticSums>();
        var traps = new PanopticTraps();
        ParallelImages.Run(
            Count, options.Threads,
            () => (Workspace: new PanopticWorkspace(), Counts: new PanopticCounts(truth.Categories), Traps: new PanopticTraps()),
            (worker, i) =>
            {
                var (shown, hidden) = Match(i, worker.Workspace, worker.Traps, options);
                worker.Counts.Add(shown.Table, shown.Matches);
                worst.Offer(i, truth.Annotations[i].ImageId, shown.Matches);
                if (options.KeepImages)
                {
                    images[i] = SumsOf(truth.Annotations[i].ImageId, shown.Table, shown.Matches);
                    if (hidden is { } other)
                    {
                        otherwise[i] = SumsOf(truth.Annotations[i].ImageId, other.Table, other.Matches);
                    }
                }
            }, worker =>
        {
            total.Merge(worker.Counts);
            traps.Merge(worker.Traps);
        });

        var scores = PanopticScores.From(total, options.VoidRule);
        return new PanopticReport(scores, total, images, worst.Sorted()) { Otherwise = otherwise, Traps = traps };
    }

    /// <summary>One image by the rules asked for.</summary>
    internal (PanopticTable Table, PanopticMatches Matches) Match(int index, PanopticWorkspace workspace, PanopticOptions options) =>
        Match(index, workspace, new PanopticTraps(), options).Shown;

    // By the rules asked for, and by the others where they see it in another way.
    private ((PanopticTable Table, PanopticMatches Matches) Shown, (PanopticTable Table, PanopticMatches Matches)? Hidden) Match(
        int index, PanopticWorkspace workspace, PanopticTraps traps, PanopticOptions options)
    {
        var table = Table(index, workspace);
        if (options.VoidRule != VoidRule.Official)
        {
            return ((table, Match(table, index, options)), null);
        }

        var name = $"image {truth.Annotations[index].ImageId}";
        var right = traps.Correct(index, name, table);
        var hasCrowds = options.CrowdRule == CrowdRule.LastOfCategory && HasTwoCrowdsOfACategory(table);
        if (ReferenceEquals(right, table) && !hasCrowds)
        {
            return ((table, Match(table, index, options)), null);
        }

        var corrected = (right, PanopticMatcher.Match(right));
        if (hasCrowds)
        {
            corrected = (right, PanopticMatcher.Match(right, crowdRule: CrowdRule.AllOfCategory));
            traps.Compare(index, name, right, PanopticMatcher.Match(right), corrected.Item2);
        }

        var isCorrected = options.Rules == ScoringRules.Corrected;
        var published = isCorrected ? Attempt(table, options) : (table, Match(table, index, options));
        return isCorrected ? (corrected, published) : (published!.Value, corrected);
    }

    // Areas that make an empty union end the published evaluator: there is no number of it then.
    private static (PanopticTable Table, PanopticMatches Matches)? Attempt(PanopticTable table, PanopticOptions options)
    {
        try
        {
            return (table, PanopticMatcher.Match(table, options.VoidRule, options.CrowdRule));
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static bool HasTwoCrowdsOfACategory(PanopticTable table)
    {
        var seen = new HashSet<int>();
        return table.Truth.Any(segment => segment.IsCrowd && !seen.Add(segment.Category));
    }

    private PanopticMatches Match(PanopticTable table, int index, PanopticOptions options)
    {
        try
        {
            return PanopticMatcher.Match(table, options.VoidRule, options.CrowdRule);
        }
        catch (InputException error)
        {
            throw new InputException(
                $"{truth.FilePath}: image {truth.Annotations[index].ImageId}, {error.Source}", error.Found, error.Expected, error.Advice,
                error);
        }
    }

    private ImagePanopticSums SumsOf(string imageId, PanopticTable table, PanopticMatches matches)
    {
        var sums = PanopticCounts.SumsOf(table, matches, truth.Categories.Count);
        var pixels = new ThingPixels[sums.Length];
        ThingPixels.Add(table, matches, truth.Categories, pixels);
        return new ImagePanopticSums(
            imageId, [.. Enumerable.Range(0, sums.Length).Where(c => !sums[c].IsAbsent || pixels[c] != default)
                .Select(c => (c, sums[c], pixels[c]))]);
    }

    private static PanopticSegment[] WithCountedAreas(PanopticTable table, string path)
    {
        var areas = new Dictionary<int, long>();
        foreach (var pair in table.Pairs)
        {
            areas[pair.Prediction] = areas.GetValueOrDefault(pair.Prediction) + pair.Pixels;
        }

        var counted = table.Prediction.Select(segment => segment with
        {
            Area = areas.Remove(segment.Id, out var area) ? area : throw new InputException(
                path, $"no pixel of segment {segment.Id}", "every segment of segments_info in the PNG", "remove it from segments_info"),
        }).ToArray();
        areas.Remove(0);
        return areas.Count == 0
            ? counted
            : throw new InputException(
                path, $"segment {areas.Keys.Min()}", "only ids that segments_info lists, and 0 for void", "add it to segments_info");
    }
}
