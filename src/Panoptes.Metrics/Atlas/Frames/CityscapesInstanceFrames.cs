using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Maps;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Cityscapes;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Frames;

/// <summary>
/// Cityscapes' instance maps, and its prediction files: a text file a frame that lists masks. Instances of labels that are not evaluated
/// are pixels without truth, groups are crowds.
/// </summary>
public sealed class CityscapesInstanceFrames : IAtlasFrames
{
    private const int FirstInstance = 1000;

    private readonly CityscapesInstanceEvaluation evaluation;
    private readonly Dictionary<int, int> places;
    private IReadOnlyList<double> leastScores;

    private CityscapesInstanceFrames(string truthFolder, string predictionFolder)
    {
        evaluation = new CityscapesInstanceEvaluation(truthFolder, predictionFolder);
        Classes = [.. CityscapesLabel.InstanceClasses.Select(label => new AtlasClass(label.Id, label.Name, label.Color))];
        places = Classes.Select((known, place) => ((int)known.Id, place)).ToDictionary();
        leastScores = [.. Classes.Select(_ => double.NegativeInfinity)];
        Inputs =
        [
            new("gt", truthFolder, InputHash.Of(truthFolder, ".png")), new("pred", predictionFolder, InputHash.Of(predictionFolder, "")),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<AtlasClass> Classes { get; }

    /// <inheritdoc/>
    public int Count => evaluation.Frames.Count;

    /// <inheritdoc/>
    public int MostThreads => int.MaxValue;

    /// <inheritdoc/>
    public bool AreRegions => false;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreInput> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<ScoredClass> Scores { get; private set; } = [];

    /// <summary>Finds the files; all detections are weighed once, to know what their scores are worth.</summary>
    /// <param name="truthFolder">gtFine or one of its splits.</param>
    /// <param name="predictionFolder">One text file a frame, at any depth.</param>
    /// <param name="leastScore">
    /// Detections of a lower score are left out, 0 to 1; null for the score of each class from which on F1 at an IoU of 0.5 is largest.
    /// </param>
    /// <param name="threads">Worker threads.</param>
    /// <exception cref="InputException">A file is missing or broken.</exception>
    public static CityscapesInstanceFrames Open(string truthFolder, string predictionFolder, double? leastScore, int threads)
    {
        LeastScores.Require(leastScore);
        var frames = new CityscapesInstanceFrames(truthFolder, predictionFolder);
        SceneScores Empty() => new([.. frames.Classes.Select(known => known.Name)]);
        var total = Empty();
        ParallelItems.Run(frames.Count, threads, Empty, (worker, index) => worker.Add(frames.Read(index).Scene), total.Merge, null);
        frames.Scores = total.Report();
        frames.leastScores = frames.Scores.Count > 0 ? LeastScores.Of(frames.Scores, leastScore) : frames.leastScores;
        frames.Remarks = [LeastScores.Remark(leastScore), .. UnusedPredictions.Warning(frames.evaluation.Unused)];
        return frames;
    }

    /// <inheritdoc/>
    public AtlasFrame Read(int index)
    {
        var frame = evaluation.Frames[index];
        var ids = LabelFile.Read(frame.InstanceIds);
        if (frame.LabelIds is { } labelFile)
        {
            var labels = LabelFile.Read(labelFile);
            GroundTruthSize.Require(frame.InstanceIds, (ids.Width, ids.Height), labelFile, (labels.Width, labels.Height));
            CityscapesMaps.RequireAgreement<ushort>(frame, ids.Pixels, labels.Pixels, labels.Width);
        }

        var map = IndexMap.Of(ids.Map(id => (int)id), id => LabelOf(frame, id) is { IsIgnored: false, HasInstances: true } label
            ? new MapLabel(places[label.Id], IsCrowd: id < FirstInstance) : null);
        List<(AtlasSegment, RunLengthMask)> found = [];
        foreach (var (path, label, score) in evaluation.Listed(index).Where(line => line.Score >= leastScores[places[line.Label]]))
        {
            var mask = Mask(path, frame, ids);
            if (mask.Area > 0)
            {
                found.Add((new AtlasSegment(places[label], mask.Area, mask.Box) { First = mask.Counts[0], Score = score }, mask));
            }
        }

        var read = AtlasFrame.OfObjects(
            frame.Name, [.. map.Segments.Select((segment, place) => (segment, map.MaskOf(place)))], found, ids.Width, ids.Height);
        var isVoid = RunLengthMask.Encode(ids.Map(id => (byte)(LabelOf(frame, id).IsIgnored ? 1 : 0)));
        return read with
        {
            Scene = read.Scene with { OnVoid = [.. found.Select(one => (long)MaskOverlap.Intersection(isVoid, one.Item2))] },
        };
    }

    private static CityscapesLabel LabelOf(CityscapesFrame frame, int id) =>
        CityscapesMaps.Label(frame.InstanceIds, InstanceEncoding.Cityscapes.LabelOf(id));

    private static RunLengthMask Mask(string path, CityscapesFrame frame, Plane<ushort> ids)
    {
        var mask = LabelFile.Read(path);
        GroundTruthSize.Require(path, (mask.Width, mask.Height), frame.InstanceIds, (ids.Width, ids.Height));
        return RunLengthMask.Encode(mask.Map(value => (byte)(value > 0 ? 1 : 0)));
    }
}
