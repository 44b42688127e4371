using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Pasting;
using Panoptes.Foundation;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Streams;

namespace Panoptes.Training.Pasting;

/// <summary>
/// Pastes what the network itself found (CUPS, copy-paste of stage 2): in every step it looks at the batch before anything is pasted, in
/// evaluation mode; objects that it is sure of and that are labeled nowhere are what is pasted in the next step. In the first steps
/// labeled objects are pasted.
/// </summary>
/// <remarks>
/// CUPS looks at images that are not augmented; here they are augmented one by one, but nothing is pasted and no color is changed strongly.
/// </remarks>
public sealed class PastingOfPredictions : IBatchChange, IDisposable
{
    private readonly CopyPasteConfig config;
    private readonly BatchAugmentation augmentation;
    private readonly Func<int, bool> isThing;
    private readonly ICollective collective;
    private readonly FoundObjects found = new();

    /// <summary>Makes it.</summary>
    /// <param name="config">The augmentation with its copy-paste.</param>
    /// <param name="seed">The seed of the stream.</param>
    /// <param name="isThing">Whether a class is one of objects.</param>
    /// <param name="collective">The processes that share a batch, whose objects are pasted; this one alone where null.</param>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public PastingOfPredictions(AugmentationConfig config, long seed, Func<int, bool> isThing, ICollective? collective = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(isThing);
        augmentation = new BatchAugmentation(config, seed);
        this.config = config.CopyPaste ?? throw new ArgumentException("nothing is pasted", nameof(config));
        this.isThing = isThing;
        this.collective = collective ?? new SingleProcess();
    }

    /// <inheritdoc/>
    public void Check(Segmenter model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.That(
            model.OutputKind.IsAssignableTo(typeof(MaskOutputs)), "augmentation.copy_paste.source",
            "predictions of a model that tells classes of pixels", "labels, or a model that finds objects", "set it to labels");
    }

    /// <inheritdoc/>
    public Batch Change(Batch batch, long step, Func<Tensor, SegmenterOutputs> predict)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(predict);

        // The last of the first steps looks ahead.
        var next = step < config.StartupSteps - 1 ? null : PooledObjects.Gather(Find(batch, predict), collective);
        var changed = augmentation.Apply(batch, step < config.StartupSteps ? Labeled(batch) : found);
        if (next is not null)
        {
            found.Replace(next);
        }

        return changed;
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Tensor Tensor)> State() => found.State();

    /// <inheritdoc/>
    public void LoadState(IReadOnlyList<(string Name, Tensor Tensor)> state) => found.Load(state);

    /// <inheritdoc/>
    public void Dispose() => found.Dispose();

    private PooledObjects? Labeled(Batch batch) =>
        collective.Size == 1 ? null : PooledObjects.Of(batch, config.MinBox, collective);

    // Each with the place of its image in the batch of all processes.
    private List<(int Image, ObjectCutout Object)> Find(Batch batch, Func<Tensor, SegmenterOutputs> predict)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var outputs = (MaskOutputs)predict(batch.Images);
        var size = ReadingSize.Same((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        var cutouts = new List<(int Image, ObjectCutout Object)>();
        for (var n = 0; n < batch.Samples.Count; n++)
        {
            var labeled = BatchObjects.Boxes(batch, n);
            var sure = outputs.Instances(n, size, isThing, config.MaxDetections).Instances
                .Where(instance => instance.Score > config.MinScore && instance.Mask.Area > 0);
            foreach (var instance in sure)
            {
                var box = Shown(instance, batch.Samples[n].Valid);
                if (box.Width > config.MinBox && box.Height > config.MinBox && IsNew(instance.Box, labeled))
                {
                    cutouts.Add((batch.Places[n], FoundObjects.Make(
                        instance.Class,
                        instance.Mask.Decode(box.Left, box.Top, box.Width, box.Height),
                        batch.Colors(n, box))));
                }
            }
        }

        return cutouts;
    }

    private bool IsNew(MaskBox box, IReadOnlyList<MaskBox> labeled) => labeled.All(other => box.IoU(other) < config.NewBelow);

    // A network may find something in the padding.
    private static PixelRectangle Shown(PredictedInstance instance, PixelRectangle content)
    {
        var box = instance.Box;
        return new PixelRectangle(
            Math.Max((int)box.X, content.Left), Math.Max((int)box.Y, content.Top),
            Math.Min((int)(box.X + box.Width), content.Right), Math.Min((int)(box.Y + box.Height), content.Bottom));
    }
}
