using System.Numerics;

namespace Panoptes.Data.Synthetic;

/// <summary>Outline and colors of something flat.</summary>
internal interface ISceneLook
{
    /// <summary>The color at a point, or false where the outline leaves a hole.</summary>
    /// <param name="u">0 at the left (or near) edge, 1 at the right (or far).</param>
    /// <param name="v">0 at the bottom, 1 at the top.</param>
    /// <param name="blur">Meters that one pixel covers there.</param>
    /// <param name="color">0 to 1 a channel.</param>
    bool TryColor(float u, float v, float blur, out Vector3 color);
}
