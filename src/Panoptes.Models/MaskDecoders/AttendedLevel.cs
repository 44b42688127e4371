using Panoptes.Models.Layers;
using Panoptes.Tensors;

namespace Panoptes.Models.MaskDecoders;

/// <summary>One of the maps that queries look at.</summary>
/// <param name="Pixels">Its pixels, with the level's code added: (N, pixels, width).</param>
/// <param name="Keys">The same with their positions added: what queries compare themselves with.</param>
/// <param name="Features">The pixel features resized to this map's size: (N, width, pixels); no gradient.</param>
internal sealed record AttendedLevel(Tensor Pixels, Tensor Keys, Tensor Features)
{
    /// <summary>Prepares a map.</summary>
    /// <param name="map">(N, width, h, w).</param>
    /// <param name="pixelFeatures">(N, width, H, W).</param>
    /// <param name="code">The level's learnt code: (width).</param>
    /// <remarks>
    /// Masks are products of the pixel features, and resizing is linear: the product of the resized features is the resized mask, at a
    /// fraction of the cost for many queries and layers.
    /// </remarks>
    public static AttendedLevel Of(Tensor map, Tensor pixelFeatures, Tensor code)
    {
        var pixels = ChannelsLast.FromMap(map).Flatten(1, 2) + code;
        var keys = pixels + SinePositions.Tokens(map.Size(2), map.Size(3), map.Size(1), map.Device);
        using var noGrad = Autograd.NoGrad();
        return new AttendedLevel(pixels, keys, Resize.Like(pixelFeatures, map, alignCorners: false).Flatten(2));
    }

    /// <summary>Which pixels queries may look at: those inside their masks or, of an empty mask, all.</summary>
    /// <param name="embeddings">(N, Q, width).</param>
    /// <returns>(N, Q, pixels), true or false.</returns>
    public Tensor Visible(Tensor embeddings)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var inside = embeddings.Matmul(Features).Ge(0);
        return scope.Return(inside.LogicalOr(inside.Any(-1, true).LogicalNot()));
    }
}
