using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;
using Panoptes.Training.Points;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision.IntraBatch;

/// <summary>
/// The things of one crop must not be seen in another: what a network draws things with gives an empty mask on another image of the batch.
/// Only training is changed (de Geus and Dubbelman 2023, section 4.1). For every network whose supervisor of truth shows its things.
/// </summary>
public sealed class IntraBatchSupervision : ISupervisor, IDisposable
{
    private const long PointSalt = 0x1B5_0000;
    private readonly IThingSource source;
    private readonly IntraBatchConfig config;
    private readonly double weight;
    private readonly EmptyMaskLoss loss;
    private readonly PartnerChoice partners;
    private readonly FeatureMemory memory;
    private readonly long seed;
    private readonly ICollective collective;
    private readonly bool isPooled;

    /// <summary>Intra-batch supervision of the things that another supervisor shows.</summary>
    /// <param name="source">That supervisor.</param>
    /// <param name="config">Weight, points, pairing.</param>
    /// <param name="seed">The run's seed, which partners and points follow from.</param>
    /// <param name="collective">The processes that train together; this one alone where null.</param>
    /// <param name="processes">How they train together, such as whose images embeddings may meet; the defaults where null.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public IntraBatchSupervision(
        IThingSource source, IntraBatchConfig config, long seed, ICollective? collective = null, ProcessConfig? processes = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (this.source, this.config, this.seed) = (source, config, SampleStream.Salted(seed, source.Stream));
        var preset = source.IntraBatch(config.Preset);
        weight = config.Weight ?? preset.Weight;
        loss = new EmptyMaskLoss(config, config.Points ?? preset.Points);
        partners = new PartnerChoice(config.Pairing, this.seed);
        memory = new FeatureMemory(config.Memory);
        this.collective = collective ?? new SingleProcess();
        isPooled = (processes ?? new ProcessConfig()).PoolsAll(this.collective.Size);
    }

    /// <inheritdoc/>
    public string Name => "intra_batch";

    /// <inheritdoc/>
    public IReadOnlyList<string> Streams => [source.Stream];

    /// <inheritdoc/>
    public SampleParts Parts => SampleParts.None;

    /// <inheritdoc/>
    public void Check(Segmenter model) => ArgumentNullException.ThrowIfNull(model);

    /// <inheritdoc/>
    public void Inspect(string stream, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Samples.Count < 2 && config.Memory == 0 && !isPooled)
        {
            throw new InputException(
                "train.batch_size",
                collective.Size == 1 ? "a batch of 1 image" : $"a batch of 1 image in each of {collective.Size} processes",
                "at least 2, as intra-batch supervision has embeddings of one image meet the features of another",
                collective.Size == 1
                    ? "set it to 2 or more, or let earlier batches be met with train.intra_batch.memory"
                    : "set it to 2 or more for each process, or let the images of all be met with train.processes.pool=all");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedLoss> Compute(StepContext step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var batch = step.Batch(source.Stream).Source;
        var draws = new SeededPointDraws(seed ^ PointSalt, batch.Step);
        var predictions = source.Things(step);
        if (predictions.Count == 0)
        {
            return [];
        }

        var images = isPooled ? PooledImages.OfAll(batch, collective) : PooledImages.Of(batch);
        var arePairs = images.ArePairs;
        var losses = new List<NamedLoss>(predictions.Count);
        for (var number = 0; number < predictions.Count; number++)
        {
            var things = isPooled ? PooledThings.Of(predictions[number], images.Own, collective) : predictions[number];
            var ofAll = images.Met(partners.Of(images.Count, memory.Count, batch.Step, number, arePairs));
            var met = isPooled ? images.Here(ofAll) : ofAll;
            var value = loss.Of(things, met, Features, isPooled ? Chosen(draws, things, ofAll, met) : draws, number);
            var suffix = number == predictions.Count - 1 ? "" : $"_{number}";
            losses.Add(new NamedLoss($"loss_ibs{suffix}", value, weight * things.MaskWeight)
            {
                Over = new(loss.Drawings(things, met), Least: 1),
            });

            Tensor Features(int image) =>
                image < batch.Samples.Count ? things.Features.Select(0, image) : memory[image - batch.Samples.Count];
        }

        memory.Add(predictions[^1].Features);
        return losses;
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Tensor Tensor)> State() => memory.State();

    /// <inheritdoc/>
    public string? OwnStateSetting => config.Memory > 0 ? "train.intra_batch.memory" : null;

    /// <inheritdoc/>
    public void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state) => memory.Load(state);

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    // The points that a process with the whole batch would draw.
    private ChosenPointDraws Chosen(IPointDraws draws, ThingEmbeddings things, int?[] ofAll, int?[] here)
    {
        var all = loss.Rows(things, ofAll);
        var own = loss.Rows(things, here).ToHashSet();
        return new ChosenPointDraws(draws, [.. all.Index().Where(row => own.Contains(row.Item)).Select(row => row.Index)], all.Count);
    }
}
