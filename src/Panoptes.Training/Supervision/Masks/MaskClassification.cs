using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Points;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision.Masks;

/// <summary>
/// Supervision of networks that predict a set of masks (<see cref="MaskSet"/>) by the segments, objects or label maps of the batch: queries
/// are
/// matched with true masks, and classes and masks of the matches are compared.
/// </summary>
public sealed class MaskClassification : ISupervisor, IThingSource
{
    private readonly MaskLossConfig config;
    private readonly MaskCriterion criterion;
    private int classes;

    /// <summary>Supervision by true masks.</summary>
    /// <param name="config">Weights and points.</param>
    /// <param name="seed">The run's seed, which the points follow from.</param>
    /// <param name="collective">The processes that draw points for one batch; this one alone where null.</param>
    /// <param name="draws">Where the points of a batch come from; seeded ones where null.</param>
    /// <param name="stream">Whose targets.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public MaskClassification(
        MaskLossConfig config,
        long seed,
        ICollective? collective = null,
        Func<Batch, IPointDraws>? draws = null,
        string stream = SampleStream.Labeled)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        this.config = config;
        criterion = new MaskCriterion(config);
        draws ??= batch => new SeededPointDraws(SampleStream.Salted(seed, stream), batch.Step);
        Matches = new SharedMatches(
            new MaskMatcher(config.Weights, config.Points), config.Source ?? MaskSource.Segments, draws, stream, collective);
    }

    /// <inheritdoc/>
    public string Name => "mask_classification";

    /// <inheritdoc/>
    public IReadOnlyList<string> Streams => [Matches.Stream];

    /// <inheritdoc/>
    string IThingSource.Stream => Matches.Stream;

    /// <inheritdoc/>
    public SampleParts Parts => Matches.Source switch
    {
        MaskSource.Instances => SampleParts.Instances,
        MaskSource.Labels => SampleParts.Labels,
        _ => SampleParts.Segments,
    };

    /// <summary>Which queries answer for which true masks, for other supervisors of the same outputs.</summary>
    public SharedMatches Matches { get; }

    /// <inheritdoc/>
    public void Check(Segmenter model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.OutputKind != typeof(MaskSet))
        {
            throw new InputException(
                "train.supervisors", "supervision by masks of a model that tells classes of pixels", "a model that predicts masks",
                "choose another model, or kind ground_truth");
        }

        classes = model.NumClasses;
    }

    /// <inheritdoc/>
    public void Inspect(string stream, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        MaskTruths.Check(batch, Matches.Source, classes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedLoss> Compute(StepContext step)
    {
        var (outputs, matches, draws) = Matches.Of(step);
        return criterion.Compute(outputs, matches, draws);
    }

    /// <inheritdoc/>
    /// <remarks>The prediction before the first decoder layer is left out: it does not know the image yet (section 4.1).</remarks>
    public IReadOnlyList<ThingEmbeddings> Things(StepContext step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Shared(Matches.Stream, this, () => MatchedThings.Of(Matches.Of(step)));
    }

    /// <inheritdoc/>
    /// <remarks>Mask2Former's: the paper states no points, the released configuration for Cityscapes half the paper's weight.</remarks>
    public IntraBatchDefaults IntraBatch(IntraBatchPreset preset) =>
        preset == IntraBatchPreset.Paper ? new(Weight: 100, Points: 0) : new(Weight: 50, Points: 12544);
}
