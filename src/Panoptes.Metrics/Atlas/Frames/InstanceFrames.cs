using Panoptes.Foundation;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Frames;

/// <summary>COCO ground truth and results; masks are read image by image. Only detections from a score on are looked at.</summary>
public sealed class InstanceFrames : IAtlasFrames, IDisposable
{
    private readonly InstanceSet truth;
    private readonly ILookup<long, InstanceObject> truths;
    private readonly ILookup<long, InstanceObject> detections;
    private readonly Dictionary<long, int> places;
    private readonly InstanceMasks truthMasks;
    private readonly InstanceMasks resultMasks;

    private InstanceFrames(InstanceSet truth, InstanceSet results, IReadOnlyList<ScoredClass> scores, IReadOnlyList<double> leastScores)
    {
        (this.truth, Scores) = (truth, scores);
        places = truth.Categories.Select((known, place) => (known.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
        truths = truth.Objects.ToLookup(one => one.Image);
        detections = results.Objects.Where(one => places.TryGetValue(one.Category, out var known) && one.Score >= leastScores[known])
            .ToLookup(one => one.Image);
        (truthMasks, resultMasks) = (new InstanceMasks(truth), new InstanceMasks(results));
        var colors = LabelColors.Distinct(truth.Categories.Count);
        Classes = [.. truth.Categories.Select((known, i) => new AtlasClass(known.Id, known.Name, known.Color ?? colors[i]))];
        Inputs = [new("gt", truth.Source, truth.Sha256), new("pred", results.Source, results.Sha256)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<AtlasClass> Classes { get; }

    /// <inheritdoc/>
    public int Count => truth.Images.Count;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreInput> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks { get; private init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<ScoredClass> Scores { get; }

    /// <inheritdoc/>
    public int MostThreads => int.MaxValue;

    /// <inheritdoc/>
    public bool AreRegions => false;

    /// <inheritdoc/>
    public AtlasFrame Read(int index)
    {
        var image = truth.Images[index];
        InstanceObject[] given = [.. truths[image.Id]], found = [.. detections[image.Id]];
        var masks = new ImageMasks(truthMasks, resultMasks);
        masks.Load(given, found);
        var first = given.Concat(found).Select(masks.Of).OfType<RunLengthMask>().FirstOrDefault();
        var (width, height) = image.Height > 0 ? (image.Width, image.Height) : (first?.Width ?? 1, first?.Height ?? 1);
        var name = image.FileName.Length > 0 ? image.FileName : image.Key;
        return AtlasFrame.OfObjects(name, Masked(given, double.NaN), Masked(found, null), width, height);

        List<(AtlasSegment, RunLengthMask)> Masked(InstanceObject[] objects, double? score) =>
            [.. objects.Select(one => (one, Mask: Sized(masks.Of(one)))).Where(pair => pair.Mask.Area > 0).Select(pair => (
                new AtlasSegment(places[pair.one.Category], pair.Mask.Area, pair.Mask.Box)
                {
                    First = pair.Mask.Counts[0],
                    IsCrowd = pair.one.IsCrowd,
                    Score = score ?? pair.one.Score,
                },
                pair.Mask))];

        RunLengthMask Sized(RunLengthMask? mask) => mask is { } known && known.Width == width && known.Height == height
            ? known
            : throw new InputException(
                $"image {name}", $"a mask of {mask?.Width}x{mask?.Height}", $"{width}x{height}", "write masks of the image's size");
    }

    /// <summary>Reads the files; all detections are weighed once, to know what their scores are worth.</summary>
    /// <param name="truthFile">COCO instances JSON.</param>
    /// <param name="resultsFile">COCO results JSON.</param>
    /// <param name="leastScore">
    /// Detections of a lower score are left out, 0 to 1; null for the score of each class from which on F1 at an IoU of 0.5 is largest.
    /// </param>
    /// <param name="threads">Worker threads.</param>
    /// <exception cref="InputException">A file is missing or broken.</exception>
    public static InstanceFrames Open(string truthFile, string resultsFile, double? leastScore, int threads)
    {
        LeastScores.Require(leastScore);
        var truth = InstanceFile.ReadTruth(truthFile);
        var results = InstanceFile.ReadResults(resultsFile, truth);
        var scores = ScoredClass.Of(truth, results, threads);
        return new InstanceFrames(truth, results, scores, LeastScores.Of(scores, leastScore))
        {
            Remarks = [LeastScores.Remark(leastScore)],
        };
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        truthMasks.Dispose();
        resultMasks.Dispose();
    }
}
