using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;
using Panoptes.Training.Losses;
using Panoptes.Training.Matching;
using Panoptes.Training.Streams;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>
/// Supervision of detectors (<see cref="Detections"/>) by the segments or objects of the batch: it matches anchors and proposals with the
/// truth, drives the stages with a sample of them, and compares what they say.
/// </summary>
public sealed class DetectionSupervision : ISupervisor
{
    private readonly DetectionLossConfig config;
    private readonly MaskSource source;
    private readonly string stream;
    private readonly Func<Batch, ISampleOrders> orders;
    private readonly Func<Detections, IReadOnlyList<Tensor>> propose;
    private readonly bool withMasks;
    private readonly ICollective? collective;
    private int classes;

    /// <summary>Supervision by true objects.</summary>
    /// <param name="config">Weights, thresholds and numbers.</param>
    /// <param name="seed">The run's seed, which the samples follow from.</param>
    /// <param name="source">What of a batch's targets the objects are: segments or instances. A semantic head needs segments.</param>
    /// <param name="stream">Whose targets.</param>
    /// <param name="orders">In which order a batch's anchors and proposals are sampled; seeded ones where null.</param>
    /// <param name="propose">Where the proposals of every image come from; the network's own where null.</param>
    /// <param name="withMasks">Whether the objects' masks teach; else the mask head has no loss.</param>
    /// <param name="collective">The processes that share a batch; this one alone where null.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public DetectionSupervision(
        DetectionLossConfig config,
        long seed,
        MaskSource source,
        string stream = SampleStream.Labeled,
        Func<Batch, ISampleOrders>? orders = null,
        Func<Detections, IReadOnlyList<Tensor>>? propose = null,
        bool withMasks = true,
        ICollective? collective = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        if (source == MaskSource.Labels)
        {
            throw new InputException(
                "train.masks.source", "labels for a model that finds single objects", "segments or instances",
                "set train.masks.source=segments");
        }

        (this.config, this.source, this.stream, this.withMasks, this.collective) = (config, source, stream, withMasks, collective);
        this.orders = orders ?? (batch => new SeededOrders(SampleStream.Salted(seed, stream), batch.Step));
        this.propose = propose ?? (outputs => [.. outputs.Propose().Select(each => each.Boxes)]);
    }

    /// <inheritdoc/>
    public string Name => "detection";

    /// <inheritdoc/>
    public IReadOnlyList<string> Streams => [stream];

    /// <inheritdoc/>
    public SampleParts Parts => source == MaskSource.Instances ? SampleParts.Instances : SampleParts.Segments;

    /// <inheritdoc/>
    public void Check(Segmenter model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.OutputKind != typeof(Detections))
        {
            throw new InputException(
                "train.supervisors", "supervision by boxes of a model that finds none", "a model such as mask_rcnn_r50",
                "choose another model, or kind ground_truth");
        }

        if (source == MaskSource.Instances && model is MaskRcnn { HasStuff: true })
        {
            throw new InputException(
                "train.masks.source", "instances for a model that tells stuff, too", "segments",
                "set train.masks.source=segments, or choose a model of objects alone, such as mask_rcnn_r50");
        }

        if (model is MaskRcnn { Heads.Coders.Count: var stages } && stages > config.StageOverlaps.Count)
        {
            throw new InputException(
                "train.detection.stage_overlaps", $"{config.StageOverlaps.Count} numbers for a model of {stages} stages", $"{stages}",
                "write one number for each stage");
        }

        classes = model.NumClasses;
    }

    /// <inheritdoc/>
    public void Inspect(string stream, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        MaskTruths.Check(batch, source, classes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedLoss> Compute(StepContext step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var batch = step.Batch(stream);
        if (step.Outputs(stream) is not Detections outputs)
        {
            throw new InputException(
                "model", $"outputs of kind {step.Outputs(stream).GetType().Name}", "boxes", "choose a detector, such as mask_rcnn_r50");
        }

        var device = outputs.Proposals[0].Objectness.Device;
        var truths = DetectionTruth.Objects(batch.Source, source, outputs.Classes, device);
        var order = SharedOrders.Of(orders(batch.Source), collective, batch.Places(truths.Count));
        return
        [
            .. outputs.Semantic is { } logits ? [Stuff(logits, batch.Source, outputs)] : Array.Empty<NamedLoss>(),
            .. new ProposalCriterion(config).Compute(outputs, truths, order),
            .. new StageCriterion(config, withMasks).Compute(outputs, truths, propose(outputs), order),
        ];
    }

    private NamedLoss Stuff(Tensor logits, Batch batch, Detections outputs)
    {
        using var scope = TensorScope.Open();
        var truth = scope.Return(DetectionTruth.Stuff(batch, outputs.Classes, logits.Device));
        var full = Upsampling.ToSize(logits.To(DType.Float32).Contiguous(), outputs.PaddedSize.Height, outputs.PaddedSize.Width)
            .Narrow(2, 0, truth.Size(1)).Narrow(3, 0, truth.Size(2));
        return new NamedLoss(
            "loss_sem_seg",
            scope.Return(CrossEntropy.Mean(full.Contiguous(), truth, DetectionTruth.Void, PixelAverage.ValidPixels)),
            config.SemanticWeight)
        {
            Over = LossDivisor.Of(() => truth.Ne(DetectionTruth.Void).Sum()),
        };
    }
}
