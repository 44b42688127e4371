using Panoptes.Tensors;

namespace Panoptes.Training.Points;

/// <summary>
/// Where the random points of one batch come from. Every draw is named by its place, so that the order in which they are asked for does not
/// matter; a fixture answers with the draws that were recorded.
/// </summary>
public interface IPointDraws
{
    /// <summary>Points in [0, 1) x [0, 1).</summary>
    /// <param name="purpose">What they are for.</param>
    /// <param name="layer">The prediction layer that they are for, counted from 0.</param>
    /// <param name="image">
    /// The image of the batch, for <see cref="PointPurpose.Matching"/>; else 0: they are for the masks of all images together.
    /// </param>
    /// <param name="sets">How many sets of points.</param>
    /// <param name="count">How many points a set has.</param>
    /// <param name="device">Where to.</param>
    /// <returns>(sets, count, 2) float32: x and y of each point; belongs to the innermost open scope.</returns>
    Tensor Draw(PointPurpose purpose, int layer, int image, long sets, long count, Device device);
}
