using System.Collections.Concurrent;
using Panoptes.Foundation;
using Panoptes.Metrics.Rankings;
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

    /// <summary>Told how many of how many images are done, from any thread; null tells nobody.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>How many of the worst images to remember.</summary>
    public int WorstImages { get; init; } = 12;

    /// <summary>How many of the confused predictions with the largest confused area to remember.</summary>
    public int ConfusedSegments { get; init; } = 100;

    /// <summary>Whether every image's sums are kept (a few kilobytes each), for intervals and comparisons.</summary>
    public bool KeepImages { get; init; }
}

/// <summary>An image that lowers the score much.</summary>
/// <param name="Index">Its place in the ground-truth file.</param>
/// <param name="ImageId">The image.</param>
/// <param name="PQ">Panoptic quality over all its segments together, classes not told apart.</param>
/// <param name="Missed">Missed segments.</param>
/// <param name="Wrong">Wrong segments.</param>
public sealed record WorstImage(int Index, string ImageId, double PQ, int Missed, int Wrong)
{
    /// <summary>A keeper of the images with the lowest quality.</summary>
    /// <param name="most">How many, at least 0.</param>
    public static FirstFew<WorstImage> Keeper(int most) => new(most, (a, b) =>
        a.PQ.CompareTo(b.PQ) is var byScore and not 0 ? byScore : a.Index.CompareTo(b.Index));
}

/// <summary>The outcome of a panoptic evaluation.</summary>
/// <param name="Scores">The numbers.</param>
/// <param name="Counts">What they are made of.</param>
/// <param name="Images">Every image's sums in the truth's order, where asked for.</param>
/// <param name="Worst">The worst images, worst first.</param>
public sealed record PanopticReport(
    PanopticScores Scores, PanopticCounts Counts, IReadOnlyList<ImagePanopticSums> Images, IReadOnlyList<WorstImage> Worst)
{
    /// <summary>The confused predictions with the largest confused area, largest first.</summary>
    public IReadOnlyList<ConfusedObject> Confused { get; init; } = [];

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

    /// <summary>The segments that the prediction lists for one image.</summary>
    internal PanopticSegment[] Predicted(int index) => predictions[index].Segments;

    /// <summary>Evaluates all images.</summary>
    public PanopticReport Run(PanopticOptions? options = null)
    {
        options ??= new PanopticOptions();
        var images = new ImagePanopticSums[options.KeepImages ? Count : 0];
        var total = new Worker(truth.Categories, options);
        var otherwise = new ConcurrentDictionary<int, ImagePanopticSums>();
        ParallelItems.Run(
            Count, options.Threads, () => new Worker(truth.Categories, options),
            (worker, i) =>
            {
                var id = truth.Annotations[i].ImageId;
                var (shown, hidden) = Match(i, worker.Workspace, worker.Traps, options);
                var sums = worker.Add(i, id, shown.Table, shown.Matches);
                if (options.KeepImages)
                {
                    images[i] = sums;
                    if (hidden is { } other)
                    {
                        otherwise[i] = ImagePanopticSums.Of(id, other.Table, other.Matches, truth.Categories);
                    }
                }
            },
            total.Merge, options.Progress);

        var scores = PanopticScores.From(total.Counts, options.VoidRule);
        return new PanopticReport(scores, total.Counts, images, total.Worst.Sorted)
        {
            Confused = total.Confused.Sorted,
            Otherwise = otherwise,
            Traps = total.Traps,
        };
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

    // What one thread counts, and what it reads with.
    private sealed class Worker(IReadOnlyList<PanopticCategory> categories, PanopticOptions options)
    {
        public PanopticWorkspace Workspace { get; } = new();

        public PanopticCounts Counts { get; } = new(categories);

        public PanopticTraps Traps { get; } = new();

        public FirstFew<WorstImage> Worst { get; } = WorstImage.Keeper(options.WorstImages);

        public FirstFew<ConfusedObject> Confused { get; } = ConfusedObject.Keeper(options.ConfusedSegments);

        public ImagePanopticSums Add(int index, string imageId, PanopticTable table, PanopticMatches matches)
        {
            var (sums, confused) = Counts.Add(table, matches, imageId);
            foreach (var segment in confused)
            {
                Confused.Offer(new ConfusedObject(index, imageId, segment));
            }

            var (missed, wrong) = (matches.Missed.Count, matches.Wrong.Count);
            if (missed + wrong > 0)
            {
                Worst.Offer(new WorstImage(index, imageId, matches.Quality, missed, wrong));
            }

            return sums;
        }

        public void Merge(Worker other)
        {
            Counts.Merge(other.Counts);
            Traps.Merge(other.Traps);
            Worst.Merge(other.Worst);
            Confused.Merge(other.Confused);
        }
    }
}
