using System.Numerics;

namespace Panoptes.Data.Synthetic;

/// <summary>A round traffic sign.</summary>
/// <param name="Rim">Color of the rim.</param>
internal readonly record struct SignLook(Vector3 Rim) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColor(float u, float v, float blur, out Vector3 color)
    {
        float x = (2 * u) - 1, y = (2 * v) - 1;
        var radius = (x * x) + (y * y);
        color = radius > .6f ? Rim : Math.Abs(y) < .2f ? new Vector3(.1f) : new Vector3(.9f);
        return radius < 1;
    }
}
