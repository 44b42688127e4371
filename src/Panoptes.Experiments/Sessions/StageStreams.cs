using System.Diagnostics;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Foundation.Tracing;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Pasting;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Experiments.Sessions;

/// <summary>The loaders of a stage, one for each stream that a supervisor reads.</summary>
internal sealed class StageStreams : IDisposable
{
    private readonly List<BatchLoader> loaders = [];
    private readonly List<RunLabeler> labelers = [];

    /// <summary>Opens loaders that read what the supervisors need.</summary>
    /// <param name="data">The run's data.</param>
    /// <param name="config">The stage's configuration.</param>
    /// <param name="supervisors">Who reads them.</param>
    /// <param name="task">What a model that labels samples is asked.</param>
    /// <param name="device">Where the training runs; for a GPU, batches lie in page-locked memory.</param>
    /// <param name="collective">The processes that share every batch by turns.</param>
    /// <param name="sampling">How streams choose crops.</param>
    /// <param name="quarantined">Told of every sample that is replaced as it cannot be read.</param>
    /// <exception cref="Foundation.InputException">A data set lacks what a supervisor needs.</exception>
    public StageStreams(
        RunData data,
        RunConfig config,
        IReadOnlyList<ISupervisor> supervisors,
        SegmentationTask task,
        Device device,
        ICollective collective,
        StreamSampling sampling,
        Action<QuarantinedSample> quarantined)
    {
        var streams = new List<SampleStream>();
        try
        {
            foreach (var (name, stream) in RunData.StreamsOf(config))
            {
                var readers = supervisors.Where(supervisor => supervisor.Streams.Contains(name)).ToList();
                if (readers.Count == 0)
                {
                    continue;
                }

                var parts = readers.Aggregate(SampleParts.Image, (all, supervisor) => all | supervisor.Parts);
                var drawn = CorruptedDataset.Of(data.Stream(name, stream), stream.Corruption);
                var teacher = TeachersOf.All(readers).FirstOrDefault();
                var labeler = teacher is { CleanParts: not SampleParts.None } ? teacher : null;
                var views = teacher?.Views;
                var labeling = labeler is null ? null : new Stopwatch();
                var labeled = labeler is not null ? Labeled(drawn, name, stream, labeler, config, device, labeling!)
                    : stream.LabeledBy is null ? drawn : Labeled(drawn, name, stream, task, device);
                var samples = IncompleteDataset.Of(labeled, name, stream);
                var varied = Varied(config, stream, isTaught: teacher is not null);
                var pools = Pools(config, collective) && views is null;
                if (pools && (parts & (SampleParts.Segments | SampleParts.Instances)) == 0)
                {
                    parts |= SampleParts.Instances;
                }

                var loader = new BatchLoader(
                    samples,
                    varied,
                    labeler is null ? config.Loader : config.Loader with { Workers = 0 },
                    (stream.BatchSize ?? config.Train.BatchSize) / collective.Size,
                    SampleStream.Salted(config.Train.Seed, name),
                    collective.Rank,
                    collective.Size,
                    pinned: !device.IsCpu,
                    parts: parts,
                    sampling: sampling.Open(name, stream, samples),
                    views: pools ? BatchViews.One with { Waits = true } : views)
                {
                    OnQuarantine = quarantined,
                };
                loaders.Add(loader);
                streams.Add(new SampleStream(name, loader.Take)
                {
                    Change = ChangeOf(varied, SampleStream.Salted(config.Train.Seed, name), samples, collective, pools),
                    Labeling = labeling,
                });
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        All = streams;
    }

    /// <summary>The streams.</summary>
    public IReadOnlyList<SampleStream> All { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Loaders first: their threads ask the models.
        loaders.ForEach(loader => loader.Dispose());
        labelers.ForEach(labeler => labeler.Dispose());
    }

    /// <summary>How the samples of a stream are varied: where a teacher labels another one, what others learn from stays.</summary>
    /// <param name="config">The stage's configuration.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="isTaught">Whether a teacher labels it.</param>
    internal static AugmentationConfig Varied(RunConfig config, StreamConfig stream, bool isTaught)
    {
        var isStrong = stream.Strong ?? (isTaught || !config.Train.Supervisors.Any(
            supervisor => supervisor is { Kind: SupervisorConfig.Teacher, Weight: > 0 }));
        return isStrong ? config.Augmentation : config.Augmentation with { Strong = null };
    }

    // What the network found, and what other processes have, is known where it is trained alone: there it is pasted.
    private static IBatchChange? ChangeOf(AugmentationConfig varied, long seed, IDataset samples, ICollective collective, bool pools)
    {
        var things = samples.Classes.Things.ToHashSet();
        return varied.CopyPaste?.Source == CopyPasteSource.Predictions
            ? new PastingOfPredictions(varied, seed, things.Contains, collective)
            : pools ? new PastingOfAll(varied, seed, collective) : null;
    }

    // Whether labeled objects of all processes are pasted; where a teacher labels them, it pastes them.
    private static bool Pools(RunConfig config, ICollective collective) =>
        config.Train.Processes.PoolsAll(collective.Size) && config.Augmentation.CopyPaste?.Source == CopyPasteSource.Labels;

    // A living teacher says another thing after every step: it is asked when a batch is taken, not ahead.
    private static PredictedDataset Labeled(
        IDataset images, string name, StreamConfig stream, TeacherSupervision teacher, RunConfig config, Device device, Stopwatch clock)
    {
        Require.That(
            stream.LabeledBy is null, $"data.streams.{name}.labeled_by", $"{stream.LabeledBy} beside a teacher", "one of the two",
            "leave it out: the teacher labels the stream");
        Predictor? predictor = null;
        return new PredictedDataset(images, teacher.CleanParts, sample =>
        {
            predictor ??= RunModel.Predictor(
                teacher.Network.Model, TeacherModel.Looking(config), images.Classes, device, whileTraining: false);
            using var scope = TensorScope.Open();
            using var work = WorkTrace.Begin(WorkKinds.Phase, "labeling");
            var image = sample.Image;
            clock.Start();
            try
            {
                return teacher.Label(predictor.Score([image], image.Width, image.Height, [sample.ImageFile]));
            }
            finally
            {
                clock.Stop();
            }
        });
    }

    private PredictedDataset Labeled(IDataset images, string name, StreamConfig stream, SegmentationTask task, Device device)
    {
        var labeler = new RunLabeler(name, stream, images.Classes, task, device);
        labelers.Add(labeler);
        return new PredictedDataset(images, labeler.Parts, labeler.Label);
    }
}
