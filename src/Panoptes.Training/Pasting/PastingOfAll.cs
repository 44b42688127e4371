using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Collectives;
using Panoptes.Training.Streams;

namespace Panoptes.Training.Pasting;

/// <summary>
/// Pastes the labeled objects of a batch that several processes share: what one with the whole batch would paste, where it would. Colors
/// are changed strongly behind it.
/// </summary>
/// <param name="config">The augmentation, with its copy-paste.</param>
/// <param name="seed">The seed of the stream.</param>
/// <param name="collective">The processes.</param>
public sealed class PastingOfAll(AugmentationConfig config, long seed, ICollective collective) : IBatchChange
{
    private readonly BatchAugmentation augmentation = new(config, seed);
    private readonly int minBox = config.CopyPaste?.MinBox ?? throw new ArgumentException("nothing is pasted", nameof(config));

    /// <inheritdoc/>
    public void Check(Segmenter model)
    {
    }

    /// <inheritdoc/>
    public Batch Change(Batch batch, long step, Func<Tensor, SegmenterOutputs> predict) =>
        augmentation.Apply(batch, PooledObjects.Of(batch, minBox, collective));
}
