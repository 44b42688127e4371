using System.Numerics;

namespace Panoptes.Data.Synthetic;

/// <summary>The side of a car.</summary>
/// <param name="Paint">Color of the body.</param>
/// <param name="Light">Brightness of this side.</param>
/// <param name="Noise">Reflections.</param>
internal readonly record struct CarSideLook(Vector3 Paint, float Light, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColor(float u, float v, float blur, out Vector3 color)
    {
        color = Paint * (.7f + (.4f * v) + (.1f * Noise.Smooth(u * 8, v * 5))) * Light;
        if (v > .55f)
        {
            var slope = .35f * (v - .55f);
            if (u < .06f + slope || u > .8f - slope)
            {
                return false;
            }

            if (v is > .6f and < .92f && u > .12f + slope && u < .74f - slope && Math.Abs(u - .42f) > .02f)
            {
                color = new Vector3(.1f, .13f, .16f) * (1 + (.6f * Noise.Smooth(u * 5, v * 3)));
            }

            return true;
        }

        float front = (u - .2f) * 2.9f, back = (u - .8f) * 2.9f, up = v - .16f;
        if ((front * front) + (up * up * 2) < .05f || (back * back) + (up * up * 2) < .05f)
        {
            color = new Vector3(.05f);
            return true;
        }

        return v > .13f;
    }
}
