using Panoptes.Data.Configuration;
using Panoptes.Data.Pasting;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Loading;

/// <summary>
/// What is done to a batch as a whole, once all its samples are there: objects are pasted, then colors are changed strongly. Each is a
/// function of (seed, step, sample), and colors of the view. A weak view stays as it is.
/// </summary>
public sealed class BatchAugmentation
{
    private readonly BatchPaster? paster;
    private readonly StrongPainter? strong;
    private readonly long seed;

    /// <summary>Makes what a configuration asks for.</summary>
    /// <param name="config">How samples are varied.</param>
    /// <param name="seed">The seed of the stream.</param>
    /// <param name="rules">Which objects are kept of those that are covered in part; by the augmentation's settings where null.</param>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public BatchAugmentation(AugmentationConfig config, long seed, TargetRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Check();
        this.seed = seed;
        rules ??= new TargetRules { MinSegmentPixels = config.MinSegmentPixels };
        paster = config.CopyPaste is { } paste ? new BatchPaster(paste, seed, rules) : null;
        strong = config.Strong is { } colors ? new StrongPainter(colors.Distortion(), config.Mean, config.Std) : null;
    }

    /// <summary>
    /// Changes a batch on the thread of whoever took it: objects into all strong views alike, then the colors of each. For batches whose
    /// changes wait (<see cref="BatchViews.Waits"/>, or pasting of predictions); their targets may have been set since, by
    /// <see cref="Batch.With"/>, in main memory.
    /// </summary>
    /// <param name="batch">The batch; its pixels are changed, and the batch returned takes its place.</param>
    /// <param name="bank">What is pasted; the batch's own objects, as its targets say, where null.</param>
    public Batch Apply(Batch batch, IObjectBank? bank = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var changed = paster is null ? batch : paster.PasteFirst(batch, bank);
        Paint(BatchTensors.Of(changed), BatchPaster.Samples(changed), changed.Step, changed.Places);
        return changed;
    }

    /// <summary>Changes a batch that is being made.</summary>
    internal IReadOnlyList<LoadedSample> Apply(
        BatchTensors tensors, IReadOnlyList<LoadedSample> samples, long step, BatchPlaces places)
    {
        if (tensors.Weak is { } weak)
        {
            tensors.CopyImagesTo(weak);
        }

        var changed = paster is null ? samples : paster.Paste(tensors, samples, step, places);
        Paint(tensors, changed, step, places);
        return changed;
    }

    private void Paint(BatchTensors tensors, IReadOnlyList<LoadedSample> samples, long step, BatchPlaces places)
    {
        foreach (var (number, view) in tensors.Further.Index())
        {
            tensors.CopyImagesTo(view);
            Paint(tensors with { Images = view }, samples, item => Random(item, number + 1));
        }

        Paint(tensors, samples, item => Random(item));

        SeededRandom Random(int item, params long[] view) => new([seed, step, 0, places[item], 0x57, .. view]);
    }

    private void Paint(BatchTensors tensors, IReadOnlyList<LoadedSample> samples, Func<int, SeededRandom> random)
    {
        for (var n = 0; strong is not null && n < samples.Count; n++)
        {
            strong.Paint(tensors.Canvas(n), samples[n].Info.Valid, new SeededDraws(random(n)));
        }
    }
}
