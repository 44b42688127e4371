using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.PixelDecoders;

/// <summary>
/// Transformer encoder over the pixels of several maps at once (Zhu et al. 2021, section 4.1). Parameters <c>level_embed</c> (levels,
/// width) and <c>encoder.layers.*</c>.
/// </summary>
internal sealed class DeformableEncoder : Module
{
    private readonly Tensor levelCodes;
    private readonly ModuleList<DeformableEncoderLayer> layers;

    /// <summary>Makes an encoder.</summary>
    public DeformableEncoder(MsDeformAttnPixelDecoderConfig config, int levels)
    {
        levelCodes = Parameter("level_embed", Tensor.Empty([levels, config.Width]));
        Initialize.Normal(levelCodes);
        var own = new Layers(new ModuleList<DeformableEncoderLayer>(
            [.. Enumerable.Range(0, config.Layers).Select(_ => new DeformableEncoderLayer(config, levels))]));
        layers = Child("encoder", own).List;
    }

    /// <summary>Lets all pixels of all maps look around.</summary>
    /// <param name="maps">(N, width, h, w) each.</param>
    /// <param name="checkpointing">Whether layers are computed again in the backward pass instead of kept.</param>
    /// <returns>Maps of the same shapes.</returns>
    public Tensor[] Forward(IReadOnlyList<Tensor> maps, bool checkpointing)
    {
        using var scope = TensorScope.Open();
        (long Height, long Width)[] sizes = [.. maps.Select(map => (map.Size(2), map.Size(3)))];
        var (channels, device) = (maps[0].Size(1), maps[0].Device);
        var x = Ops.Cat([.. maps.Select(map => ChannelsLast.FromMap(map).Flatten(1, 2))], 1);
        var positions = Ops.Cat(
            [.. sizes.Select((size, k) => SinePositions.Tokens(size.Height, size.Width, channels, device) + levelCodes.Select(0, k))], 1);
        var references = ReferencePoints.OfPixels(sizes, device);
        for (var k = 0; k < layers.Count; k++)
        {
            var layer = layers[k];
            x = checkpointing
                ? ActivationCheckpoint.Run(
                    layer, inputs => [layer.Forward(inputs[0], inputs[1], inputs[2], sizes)], x, positions, references)[0]
                : layer.Forward(x, positions, references, sizes);
        }

        var results = new Tensor[sizes.Length];
        for (var (k, start) = (0, 0L); k < sizes.Length; start += sizes[k].Height * sizes[k].Width, k++)
        {
            var own = x.Narrow(1, start, sizes[k].Height * sizes[k].Width).Unflatten(1, [sizes[k].Height, sizes[k].Width]);
            results[k] = scope.Return(ChannelsLast.ToMap(own));
        }

        return results;
    }

    private sealed class Layers : Module
    {
        public Layers(ModuleList<DeformableEncoderLayer> list) => List = Child("layers", list);

        public ModuleList<DeformableEncoderLayer> List { get; }
    }
}
