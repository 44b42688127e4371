using Panoptes.Foundation;
using Panoptes.Tensors;

namespace Panoptes.Training.Points;

/// <summary>Random points that are a function of the run's seed, the batch and their place: a resumed run draws the same ones.</summary>
/// <param name="seed">The run's seed.</param>
/// <param name="batch">The number of the batch in its stream.</param>
public sealed class SeededPointDraws(long seed, long batch) : IPointDraws
{
    private const long Salt = 0x90137;

    /// <inheritdoc/>
    public Tensor Draw(PointPurpose purpose, int layer, int image, long sets, long count, Device device)
    {
        var key = new SeededRandom(seed, batch, Salt, (long)purpose, layer, image).NextBits();
        using var generator = new Generator((long)(key >> 1), device);
        return Ops.Rand([sets, count, 2], generator, DType.Float32, device: device);
    }
}
