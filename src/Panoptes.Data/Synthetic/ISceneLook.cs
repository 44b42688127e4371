using System.Numerics;

namespace Panoptes.Data;

/// <summary>Outline and colours of something flat.</summary>
internal interface ISceneLook
{
    /// <summary>The colour at a point, or false where the outline leaves a hole.</summary>
    /// <param name="u">0 at the left (or near) edge, 1 at the right (or far).</param>
    /// <param name="v">0 at the bottom, 1 at the top.</param>
    /// <param name="blur">Metres that one pixel covers there.</param>
    /// <param name="colour">0 to 1 a channel.</param>
    bool TryColour(float u, float v, float blur, out Vector3 colour);
}
