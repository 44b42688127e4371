using Panoptes.Data.Samples;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Maps;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Photographs;
using Panoptes.Metrics.Scoring;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Atlases;

/// <summary>A split of a run's data as its model sees it. Every image is predicted once, at the size of its labels.</summary>
public sealed class RunFrames : IAtlasFrames, IPhotographs, IDisposable
{
    private readonly IDataset dataset;
    private readonly SegmentationTask task;
    private readonly Segmenter model;
    private readonly Predictor predictor;
    private readonly IDisposable prepared;
    private readonly double leastScore;
    private readonly string root;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly PredictionSpool spool = new();
    private readonly SceneScores scores;

    private RunFrames(IDataset dataset, SegmentationTask task, Segmenter model, Predictor predictor, double leastScore, string root)
    {
        (this.dataset, this.task, this.model, this.predictor) = (dataset, task, model, predictor);
        (this.leastScore, this.root) = (leastScore, root);
        prepared = predictor.Prepare();
        Classes = [.. Enumerable.Range(0, dataset.Classes.Count)
            .Select(id => new AtlasClass(dataset.Classes[id].RawId, dataset.Classes[id].Name, dataset.Classes[id].Color))];
        scores = new SceneScores([.. Classes.Select(known => known.Name)]);
        for (var i = 0; i < dataset.Count; i++)
        {
            places[dataset.Files(i).Name] = i;
        }
    }

    /// <summary>What is looked at.</summary>
    public required string Title { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<AtlasClass> Classes { get; }

    /// <inheritdoc/>
    public int Count => dataset.Count;

    /// <inheritdoc/>
    public int MostThreads => 1;

    /// <inheritdoc/>
    public bool AreRegions => task == SegmentationTask.Semantic;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreInput> Inputs => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks { get; private init; } = [];

    /// <summary>Of segments and objects that were read so far; a class for every pixel has no score.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<ScoredClass> Scores => scores.Report();

    /// <inheritdoc/>
    public string Folder => root;

    /// <summary>Opens a run's data and model.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="split">The split: <c>train</c>, <c>val</c>, <c>test</c>, or another one's name.</param>
    /// <param name="weights"><c>best</c>, <c>last</c>, or the path of a checkpoint.</param>
    /// <param name="overrides">Settings that differ from the run's.</param>
    /// <param name="leastScore">Objects of a lower score are left out, 0 to 1.</param>
    /// <param name="say">Takes what should be known, a line each.</param>
    /// <exception cref="InputException">There is no such run, split or checkpoint, or it cannot be used.</exception>
    public static RunFrames Open(
        string run, string split, string weights, IEnumerable<string> overrides, double leastScore, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        Require.Within("--score", leastScore, 0, 1);
        var folder = RunFolder.Existing(run);
        overrides = [.. overrides];
        TrainedSettings.RequireForEvaluation(overrides);
        var config = folder.ReadConfig(overrides);
        Require.That(
            !EvaluationKind.NameClusters(config.Train.Evaluation.Kinds), "train.evaluation.kinds", "a run whose classes are clusters",
            "a run with named classes", "score its predictions with 'panoptes score clusters'");
        var device = EngineSetup.Apply(config.Train, EngineUse.Inference);
        var name = config.Data.SplitNamed(split);
        var dataset = RunData.OpenMeasured(config, name);
        var notes = EvaluationSession.Subject(folder, folder.ReadConfig([]), config, name, dataset, weights).Notes;
        foreach (var warning in dataset.Warnings.Concat(notes))
        {
            say($"warning: {warning}");
        }

        var task = RunTask.Of(config, dataset.Available, dataset.Classes);
        var model = RunModel.Create(config, dataset.Classes);
        try
        {
            var loaded = RunModel.Load(
                model, folder, weights, say, config.Train.Evaluation.Network, config.Train.Evaluation.Domain);
            model.To(device);
            model.Eval();
            var predictor = RunModel.Predictor(model, config, dataset.Classes, device, whileTraining: false);
            return new RunFrames(dataset, task, model, predictor, leastScore, config.Data.Root)
            {
                Title = $"{folder.Name}, {name}",
                Remarks =
                [
                    $"{folder.Shown}: {loaded.Name} weights of step {loaded.Step}, {name} of {dataset.Name}.",
                    .. notes.Select(note => $"Warning: {note}."),
                    .. task switch
                    {
                        SegmentationTask.Semantic => ["Segments are connected regions of one class."],
                        SegmentationTask.Instance => [$"Objects from a score of {leastScore} on are looked at; --score gives another."],
                        _ => Array.Empty<string>(),
                    },
                ],
            };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public AtlasFrame Read(int index)
    {
        var kind = task switch
        {
            SegmentationTask.Panoptic => EvaluationKind.Panoptic,
            SegmentationTask.Instance => EvaluationKind.Instance,
            _ => EvaluationKind.Semantic,
        };
        var isKnown = spool.Has(index);
        var sample = dataset.Load(index, (kind.Parts & dataset.Available) | (isKnown ? SampleParts.None : SampleParts.Image));
        if (!isKnown)
        {
            Predict(index, sample);
        }

        return task switch
        {
            SegmentationTask.Panoptic => Panoptic(index, sample, isFirst: !isKnown),
            SegmentationTask.Instance => Objects(index, sample, isFirst: !isKnown),
            _ => Semantic(index, sample),
        };
    }

    /// <summary>The image that the model saw, such as one that <c>data.corruption</c> spoiled.</summary>
    /// <inheritdoc/>
    public RgbImage? Read(string name) => !places.TryGetValue(name, out var index) ? null
        : dataset.ImagesAreFiles ? ImageFile.ReadRgb(dataset.Files(index).Image) : dataset.Load(index, SampleParts.Image).Image;

    /// <inheritdoc/>
    public string? NameOf(string name) =>
        places.TryGetValue(name, out var index) ? Path.GetRelativePath(root, dataset.Files(index).Image) : null;

    /// <summary>Lets model and predictions go.</summary>
    public void Dispose()
    {
        spool.Dispose();
        prepared.Dispose();
        model.Dispose();
    }

    private void Predict(int index, Sample sample)
    {
        using var scope = TensorScope.Open();
        var (width, height) = sample.TruthSize;
        var prediction = predictor.Score([sample.Image], width, height, [sample.ImageFile]);
        switch (task)
        {
            case SegmentationTask.Panoptic:
                var found = prediction.Panoptic(0);
                spool.Keep(index, found.Ids, found.Segments);
                break;
            case SegmentationTask.Instance:
                spool.Keep(index, prediction.Instances(0));
                break;
            default:
                spool.Keep(index, prediction.Labels()[0].Map(label => (int)label), []);
                break;
        }
    }

    private AtlasFrame Semantic(int index, Sample sample)
    {
        int ClassOf(int label) => label < Classes.Count && label != dataset.Classes.VoidTrainId ? label : -1;
        return AtlasFrame.Of(
            sample.Name, ConnectedRegions.Of(sample.Labels!.Map(label => ClassOf(label))),
            ConnectedRegions.Of(spool.Map(index).Ids.Map(ClassOf)));
    }

    private AtlasFrame Panoptic(int index, Sample sample, bool isFirst)
    {
        var segments = sample.Segments ?? throw new InputException(
            sample.ImageFile, "no segments", "panoptic labels", "choose a data set with segments");
        var truths = segments.Segments.Where(one => one.CategoryTrainId != dataset.Classes.VoidTrainId)
            .ToDictionary(one => one.Id, one => new MapLabel(one.CategoryTrainId, one.IsCrowd));
        var (ids, found) = spool.Map(index);
        var predictions = found.ToDictionary(one => one.Id, one => new MapLabel(one.Class, Score: one.Score));
        var frame = AtlasFrame.Of(sample.Name, Indexed(segments.Ids, truths), Indexed(ids, predictions));
        if (isFirst)
        {
            scores.Add(frame.Scene);
        }

        return frame;
    }

    // Scores are weighed with the objects that are left out, too.
    private AtlasFrame Objects(int index, Sample sample, bool isFirst)
    {
        var found = spool.Objects(index);
        List<(AtlasSegment Segment, RunLengthMask Mask)> truths =
        [
            .. ComparedObjects.Of(sample, dataset.Classes).Where(one => one.Mask.Area > 0)
                .Select(one => (SegmentOf(one.CategoryTrainId, one.Mask, double.NaN, one.IsCrowd), one.Mask)),
        ];
        List<(AtlasSegment Segment, RunLengthMask Mask)> objects =
        [
            .. found.Instances.Where(one => one.Mask.Area > 0)
                .Select(one => (SegmentOf(one.Class, one.Mask, one.Score, false), one.Mask)),
        ];
        if (isFirst)
        {
            scores.Add(Frame(objects).Scene);
        }

        return Frame([.. objects.Where(one => one.Segment.Score >= leastScore)]);

        AtlasFrame Frame(List<(AtlasSegment, RunLengthMask)> predicted) =>
            AtlasFrame.OfObjects(sample.Name, truths, predicted, found.Width, found.Height);
    }

    private static AtlasSegment SegmentOf(int known, RunLengthMask mask, double score, bool isCrowd) =>
        new(known, mask.Area, mask.Box) { First = mask.Counts[0], Score = score, IsCrowd = isCrowd };

    // The sample's map stays as it is.
    private static IndexMap Indexed(Plane<int> ids, Dictionary<int, MapLabel> labels) =>
        IndexMap.Of(
            new Plane<int>(ids.Width, ids.Height, [.. ids.Pixels]), id => labels.TryGetValue(id, out var label) ? label : null);
}
