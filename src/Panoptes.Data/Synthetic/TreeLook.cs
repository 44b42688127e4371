using System.Numerics;

namespace Panoptes.Data.Synthetic;

/// <summary>A tree: a trunk and a ragged crown.</summary>
/// <param name="Leaves">Color of the crown.</param>
/// <param name="Bark">Color of the trunk.</param>
/// <param name="TrunkHeight">Share of the height at which the crown begins.</param>
/// <param name="Noise">Its outline and texture.</param>
internal readonly record struct TreeLook(Vector3 Leaves, Vector3 Bark, float TrunkHeight, SceneNoise Noise) : ISceneLook
{
    /// <inheritdoc/>
    public bool TryColor(float u, float v, float blur, out Vector3 color)
    {
        var x = (2 * u) - 1;
        var y = ((2 * (v - TrunkHeight)) / (1 - TrunkHeight)) - 1;
        var ragged = .25f * Noise.Smooth(u * 9, v * 9) + .15f * Noise.Smooth(u * 25, v * 25);
        if ((x * x) + (y * y) < .8f + ragged)
        {
            var shade = .8f + (.25f * y) + (.3f * Noise.Smooth(u * 18, v * 18)) + (.25f * Noise.Cell((int)(u * 90), (int)(v * 90)));
            color = Leaves * Math.Max(.2f, shade);
            return true;
        }

        color = Bark * (1 + (.3f * Noise.Cell((int)(u * 120), (int)(v * 20))));
        return Math.Abs(x) < .09f && v < TrunkHeight + .15f;
    }
}
