using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision.Kernels;

/// <summary>
/// Supervision of networks that predict positions and kernels (<see cref="KernelMaps"/>) by the segments or objects of the batch.
/// </summary>
public sealed class KernelSupervision : ISupervisor, IThingSource
{
    private readonly KernelLossConfig config;
    private readonly MaskSource source;
    private readonly KernelTruths truths;
    private readonly KernelCriterion criterion;
    private readonly string stream;
    private int classes;

    /// <summary>Supervision by true masks.</summary>
    /// <param name="config">Weights and sizes.</param>
    /// <param name="source">What of a batch's targets the masks are: segments or instances.</param>
    /// <param name="stream">Whose targets.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public KernelSupervision(KernelLossConfig config, MaskSource source, string stream = SampleStream.Labeled)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        if (source == MaskSource.Labels)
        {
            throw new InputException(
                "train.masks.source", "labels for a model that finds single objects", "segments or instances",
                "set train.masks.source=segments");
        }

        (this.config, this.source, this.stream) = (config, source, stream);
        (truths, criterion) = (new KernelTruths(config, source), new KernelCriterion(config));
    }

    /// <inheritdoc/>
    public string Name => "kernels";

    /// <inheritdoc/>
    public IReadOnlyList<string> Streams => [stream];

    /// <inheritdoc/>
    public string Stream => stream;

    /// <inheritdoc/>
    public SampleParts Parts => source == MaskSource.Instances ? SampleParts.Instances : SampleParts.Segments;

    /// <inheritdoc/>
    public void Check(Segmenter model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.OutputKind != typeof(KernelMaps))
        {
            throw new InputException(
                "train.supervisors", "supervision by positions and kernels of a model that predicts none",
                "a model such as panoptic_fcn_r50",
                "choose another model, or kind ground_truth");
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
        var (outputs, truth, things) = Of(step);
        return criterion.Compute(outputs, truth, things);
    }

    /// <inheritdoc/>
    /// <remarks>All maps of the pyramid together: an object that two maps are to find is drawn twice.</remarks>
    public IReadOnlyList<ThingEmbeddings> Things(StepContext step) => [Of(step).Things];

    private Drawn Of(StepContext step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Shared(stream, this, () =>
        {
            var batch = step.Batch(stream);
            if (step.Outputs(stream) is not KernelMaps outputs)
            {
                throw new InputException(
                    "model", $"outputs of kind {step.Outputs(stream).GetType().Name}", "positions and kernels",
                    "choose a model that predicts them, such as panoptic_fcn_r50");
            }

            RequireSizes(outputs.Levels.Count);
            var truth = truths.Of(batch.Source, outputs);
            return new Drawn(outputs, truth, ThingKernels.Of(outputs, truth, config.Positions, config.MaskWeight));
        });
    }

    private void RequireSizes(int maps)
    {
        if (config.Sizes.Count != maps)
        {
            throw new InputException(
                "train.kernels.sizes", $"{config.Sizes.Count} pairs for a model of {maps} maps of positions", $"{maps}",
                "write one pair for each map, or set model.kernel_maps");
        }
    }

    private sealed record Drawn(KernelMaps Outputs, KernelTruth Truth, ThingEmbeddings Things);
}
