using System.Numerics;

namespace Panoptes.Data.Synthetic;

/// <summary>One color, with grain.</summary>
/// <param name="Paint">The color.</param>
/// <param name="Noise">The grain.</param>
internal readonly record struct PlainLook(Vector3 Paint, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColor(float u, float v, float blur, out Vector3 color)
    {
        color = Paint * (.85f + (.3f * u) + (.15f * Noise.Cell((int)(u * 8), (int)(v * 90))));
        return true;
    }
}
