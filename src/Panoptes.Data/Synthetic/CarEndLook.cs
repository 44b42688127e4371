using System.Numerics;

namespace Panoptes.Data.Synthetic;

/// <summary>The back or front of a car.</summary>
/// <param name="Paint">Color of the body.</param>
/// <param name="Lamps">Color of the lamps: red behind, white in front.</param>
/// <param name="Light">Brightness of this side.</param>
/// <param name="Noise">Reflections.</param>
internal readonly record struct CarEndLook(Vector3 Paint, Vector3 Lamps, float Light, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColor(float u, float v, float blur, out Vector3 color)
    {
        var x = Math.Abs((2 * u) - 1);
        color = Paint * (.75f + (.35f * v) + (.1f * Noise.Smooth(u * 4, v * 7)));
        if (v > .55f)
        {
            var half = .95f - (.6f * (v - .55f));
            if (x > half)
            {
                return false;
            }

            if (v is > .6f and < .92f && x < half - .12f)
            {
                color = new Vector3(.12f, .15f, .18f) * (1 + Noise.Smooth(u * 3, v * 3) + v);
            }
        }
        else if (v < .16f)
        {
            color = new Vector3(.05f);
            return x is > .55f and < .95f || v > .1f;
        }
        else if (v is > .36f and < .5f && x > .68f)
        {
            color = Lamps;
        }
        else if (v is > .22f and < .32f && x < .28f)
        {
            color = new Vector3(.8f);
        }

        color *= Light;
        return true;
    }
}
