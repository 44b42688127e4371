using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Detection;
using Panoptes.Training.Supervision.IntraBatch;
using Panoptes.Training.Supervision.Kernels;
using Panoptes.Training.Supervision.Masks;
using Panoptes.Training.Supervision.Teachers;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision;

/// <summary>What a supervisor is made of.</summary>
/// <param name="Train">The training's settings.</param>
/// <param name="Model">The network that is trained.</param>
/// <param name="Task">What is asked of it.</param>
/// <param name="Stream">The stream whose samples the supervisor reads.</param>
public sealed record SupervisorParts(TrainConfig Train, Segmenter Model, SegmentationTask Task, string Stream)
{
    /// <summary>The supervisors that stand before it in the list, on which it may build.</summary>
    public IReadOnlyList<ISupervisor> Before { get; init; } = [];

    /// <summary>The factor on its losses; at 0 it may leave out what only they need.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The classes of the training; only a teacher asks for them.</summary>
    public ClassTable? Classes { get; init; }

    /// <summary>Makes the network of a teacher; null where there can be none.</summary>
    public Func<TeacherConfig, Segmenter>? TeacherModel { get; init; }

    /// <summary>How samples are varied; only a teacher asks, as objects may be pasted once it has labeled them.</summary>
    public AugmentationConfig? Augmentation { get; init; }

    /// <summary>Running statistics that streams have of their own; only a teacher asks, as it follows those of its stream.</summary>
    public DomainStatistics? Domains { get; init; }

    /// <summary>The processes that train together.</summary>
    public ICollective Collective { get; init; } = new SingleProcess();

    /// <summary>Updates done when the stage begins.</summary>
    public long Start { get; init; }
}

/// <summary>A supervisor that a configuration can ask for by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Make">Makes it.</param>
public sealed record SupervisorKind(string Name, Func<SupervisorParts, ISupervisor> Make)
{
    /// <summary>Those of this library.</summary>
    public static IReadOnlyList<SupervisorKind> BuiltIn { get; } =
    [
        new(SupervisorConfig.GroundTruth, Truth),
        new("labels", Labels),
        new("masks", Masks),
        new("kernels", Kernels),
        new("detection", Detection),
        new("intra_batch", IntraBatch),
        new(SupervisorConfig.Teacher, parts => TeacherKind.Make(parts, Taught(parts))),
    ];

    /// <summary>Makes the supervisors of a training.</summary>
    /// <param name="configs">Which; the truth of the labeled stream where empty.</param>
    /// <param name="parts">What they are made of, for any stream.</param>
    /// <param name="known">The kinds to choose from.</param>
    /// <returns>Supervisors that are to be released (<see cref="Release"/>), where no trainer owns them.</returns>
    /// <exception cref="InputException">A kind is not known; names the nearest.</exception>
    public static IReadOnlyList<ISupervisor> Create(
        IReadOnlyList<SupervisorConfig> configs, SupervisorParts parts, IReadOnlyList<SupervisorKind> known)
    {
        ArgumentNullException.ThrowIfNull(configs);
        ArgumentNullException.ThrowIfNull(known);
        var (made, wrapped) = (new List<ISupervisor>(), new List<ISupervisor>());
        try
        {
            foreach (var config in configs.Count > 0 ? configs : [new SupervisorConfig()])
            {
                var next = Create(config, parts with { Before = [.. made], Stream = config.Stream, Weight = config.Weight }, known);
                made.Add(next);
                wrapped.Add(config.Stream == SampleStream.Labeled && config.Weight == 1
                    ? next : new StreamSupervisor(next, config.Stream, config.Weight));
            }
        }
        catch
        {
            Release(wrapped);
            throw;
        }

        return wrapped;
    }

    /// <summary>Frees what supervisors own, such as the network of a teacher.</summary>
    public static void Release(IEnumerable<ISupervisor> supervisors)
    {
        ArgumentNullException.ThrowIfNull(supervisors);
        foreach (var owner in supervisors.OfType<IDisposable>())
        {
            owner.Dispose();
        }
    }

    private static ISupervisor Create(SupervisorConfig config, SupervisorParts parts, IReadOnlyList<SupervisorKind> known)
    {
        var names = known.Select(kind => kind.Name).ToList();
        var kind = known.FirstOrDefault(kind => kind.Name == config.Kind) ?? throw new InputException(
            "train.supervisors",
            $"the kind '{config.Kind}'",
            $"one of {string.Join(", ", names)}",
            NearestName.Of(config.Kind, names) is { } nearest ? $"did you mean '{nearest}'?" : "choose one of them");
        return kind.Make(parts);
    }

    private static IntraBatchSupervision IntraBatch(SupervisorParts parts)
    {
        var found = parts.Before.OfType<IThingSource>().FirstOrDefault(
            source => source.Stream == parts.Stream && source is not TeacherSupervision { ShowsThings: false });
        var source = found ?? throw new InputException(
            "train.supervisors",
            $"intra_batch on the stream '{parts.Stream}' without a supervisor before it that shows by what things are drawn",
            "ground_truth of a network that predicts masks, on that stream, before it",
            "choose such a model, or put ground_truth first");
        return new IntraBatchSupervision(
            source, parts.Train.IntraBatch, parts.Train.Seed, parts.Collective, parts.Train.Processes);
    }

    private static ISupervisor Truth(SupervisorParts parts) =>
        parts.Model.OutputKind == typeof(MaskSet) ? Masks(parts)
        : parts.Model.OutputKind == typeof(KernelMaps) ? Kernels(parts)
        : parts.Model.OutputKind == typeof(Detections) ? Detection(parts)
        : Labels(parts);

    private static GroundTruth Labels(SupervisorParts parts) => new(parts.Train.Loss, parts.Stream);

    private static MaskClassification Masks(SupervisorParts parts) =>
        new(parts.Train.Masks with { Source = Source(parts) }, parts.Train.Seed, parts.Collective, stream: parts.Stream);

    private static KernelSupervision Kernels(SupervisorParts parts) => new(parts.Train.Kernels, Source(parts), parts.Stream);

    private static DetectionSupervision Detection(SupervisorParts parts) => Detection(parts, withMasks: true);

    // Whatever the task, a semantic head learns from segments.
    private static DetectionSupervision Detection(SupervisorParts parts, bool withMasks) => new(
        parts.Train.Detection,
        parts.Train.Seed,
        DetectionSource(parts),
        parts.Stream,
        withMasks: withMasks,
        collective: parts.Collective);

    // How the trained network learns from a teacher's labels.
    private static ISupervisor Taught(SupervisorParts parts)
    {
        if (!parts.Train.Teacher.Labels.BoxesOnly)
        {
            return Truth(parts);
        }

        Require.That(
            parts.Model.OutputKind == typeof(Detections), "train.teacher.labels.boxes_only", "a model that learns from no boxes",
            "a two-stage detector", "leave it out, or choose a model such as mask_rcnn_r50");
        return Detection(parts, withMasks: false);
    }

    internal static MaskSource DetectionSource(SupervisorParts parts) =>
        parts.Model is MaskRcnn { HasStuff: true } ? parts.Train.Masks.Source ?? MaskSource.Segments : Source(parts);

    internal static MaskSource Source(SupervisorParts parts) => parts.Train.Masks.Source ?? parts.Task switch
    {
        SegmentationTask.Instance => MaskSource.Instances,
        SegmentationTask.Semantic => MaskSource.Labels,
        _ => MaskSource.Segments,
    };
}
