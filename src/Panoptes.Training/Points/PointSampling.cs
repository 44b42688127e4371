using Panoptes.Tensors;

namespace Panoptes.Training.Points;

/// <summary>
/// Values of maps at points, bilinear between pixel centers and 0 outside (PointRend, Kirillov et al. 2020; detectron2's
/// <c>point_sample</c>).
/// </summary>
public static class PointSampling
{
    private const int MostGroups = 16;

    /// <summary>Samples every channel of a map at points of its own.</summary>
    /// <param name="maps">(N,C,h,w), floating; gradients flow into it.</param>
    /// <param name="points">(N,P,2): x and y in [0, 1], from the map's left and top edge to its right and bottom one.</param>
    /// <returns>(N,C,P).</returns>
    public static Tensor Sample(Tensor maps, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(points);
        const long Bilinear = 0;
        const long ZeroOutside = 0;
        using var scope = TensorScope.Open();
        return scope.Return(maps.GridSampler(((points * 2) - 1).Unsqueeze(1), Bilinear, ZeroOutside, false).Squeeze(2));
    }

    /// <summary>The centers of a map's pixels, row by row.</summary>
    /// <param name="height">The map's height.</param>
    /// <param name="width">The map's width.</param>
    /// <returns>(height * width, 2): x and y in [0, 1], on the CPU.</returns>
    public static Tensor Centers(long height, long width)
    {
        using var scope = TensorScope.Open();
        var x = (Ops.Arange(width) + 0.5) / width;
        var y = (Ops.Arange(height) + 0.5) / height;
        return scope.Return(
            Ops.Stack([x.View([1, -1]).Expand([height, width]), y.View([-1, 1]).Expand([height, width])], -1).View([-1, 2]));
    }

    /// <summary>Samples every channel of one image's maps at the same points.</summary>
    /// <param name="maps">(C,h,w), floating.</param>
    /// <param name="points">(P,2): x and y in [0, 1].</param>
    /// <returns>(C,P).</returns>
    public static Tensor SampleShared(Tensor maps, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(points);

        // On the CPU libtorch's threads share out a batch, not its channels: groups of channels stand for images.
        var channels = (int)maps.Size(0);
        var groups = maps.Device.IsCpu ? Enumerable.Range(1, Math.Min(MostGroups, channels)).Last(count => channels % count == 0) : 1;
        var batch = maps.Contiguous().View([groups, channels / groups, maps.Size(1), maps.Size(2)]);
        return Sample(batch, points.Unsqueeze(0).Expand([groups, -1, -1])).Reshape([channels, points.Size(0)]);
    }
}
