using Panoptes.Imaging.Geometries;

namespace Panoptes.Diagnosis.Pipelines;

/// <summary>What comes out of the training pipeline.</summary>
/// <param name="Geometry">How the sample was moved.</param>
/// <param name="Planes">The image's three planes in the values it went in with, 0 to 255: 3 * Height * Width.</param>
/// <param name="Labels">Train ids: Height * Width; void in the padding.</param>
public sealed record PipelineOutput(Geometry Geometry, float[] Planes, long[] Labels)
{
    /// <summary>A plane of the image.</summary>
    /// <param name="channel">0 to 2.</param>
    public ReadOnlySpan<float> Plane(int channel) =>
        Planes.AsSpan(channel * Geometry.Width * Geometry.Height, Geometry.Width * Geometry.Height);
}
