using System.Numerics;

namespace Panoptes.Data.Synthetic;

/// <summary>Somebody walking or standing.</summary>
/// <param name="Shirt">Color of the upper half.</param>
/// <param name="Trousers">Color of the lower half.</param>
/// <param name="Skin">Color of the face.</param>
/// <param name="Stride">How far the legs are apart, 0 to 1.</param>
/// <param name="Noise">Folds.</param>
internal readonly record struct PersonLook(Vector3 Shirt, Vector3 Trousers, Vector3 Skin, float Stride, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColor(float u, float v, float blur, out Vector3 color)
    {
        var x = (2 * u) - 1;
        var folds = 1 + (.2f * Noise.Smooth(u * 7, v * 12));
        if (v > .85f)
        {
            float hx = x / .36f, hy = (v - .925f) / .075f;
            color = v > .95f ? Skin * .3f : Skin;
            return (hx * hx) + (hy * hy) < 1;
        }

        if (v > .46f)
        {
            color = Shirt * folds;
            var half = v > .78f ? .75f - (2 * (v - .78f)) : .62f + (.15f * Stride);
            return Math.Abs(x) < half;
        }

        color = (v < .05f ? new Vector3(.08f) : Trousers) * folds;
        var apart = Stride * .5f * (1 - (v / .46f));
        return Math.Abs(Math.Abs(x) - .22f - apart) < .22f;
    }
}
