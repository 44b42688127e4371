using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// Between maps (N,C,H,W), which convolutions take, and (N,H,W,C), whose last dimension <see cref="LayerNorm"/> and
/// <see cref="Linear"/> work on. Both ways are views: nothing is copied.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>(N,C,H,W) as (N,H,W,C).</summary>
    public static Tensor FromMap(Tensor map) => map.Permute([0, 2, 3, 1]);

    /// <summary>(N,H,W,C) as (N,C,H,W): a map in channels-last memory where the input is contiguous.</summary>
    public static Tensor ToMap(Tensor x) => x.Permute([0, 3, 1, 2]);

    /// <summary>A layer of the last dimension, such as <see cref="LayerNorm"/>, applied to the channels of a map.</summary>
    /// <param name="layer">The layer; it may change the number of channels.</param>
    /// <param name="map">(N,C,H,W).</param>
    /// <returns>(N,C',H,W), in channels-last memory.</returns>
    public static Tensor Apply(Layer layer, Tensor map)
    {
        using var scope = TensorScope.Open();
        return scope.Return(ToMap(layer.Forward(FromMap(map))));
    }

    /// <summary>
    /// x · Φ(x) of a map in any memory order. libtorch's fast kernels on the CPU take row-major memory alone, and that is what a
    /// channels-last map is when its dimensions are named in that order.
    /// </summary>
    /// <param name="map">(N,C,H,W).</param>
    public static Tensor Gelu(Tensor map)
    {
        if (map.IsContiguous || !map.IsContiguousAs(MemoryFormat.ChannelsLast))
        {
            return map.Gelu();
        }

        using var scope = TensorScope.Open();
        return scope.Return(ToMap(FromMap(map).Gelu()));
    }
}
