using Panoptes.Tensors;

namespace Panoptes.Training.Points;

/// <summary>
/// Values of maps at points, bilinear between pixel centers and 0 outside (PointRend, Kirillov et al. 2020; detectron2's
/// <c>point_sample</c>).
/// </summary>
public static class PointSampling
{
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
        return maps.GridSampler(((points * 2) - 1).Unsqueeze(1), Bilinear, ZeroOutside, false).Squeeze(2);
    }
}
