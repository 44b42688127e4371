using Panoptes.Foundation;

namespace Panoptes.Imaging.Photometrics;

/// <summary>
/// Fog: light is lost on its way by exp(-density * distance), and a whitish gray comes in its place. Of a street scene the top is taken to
/// be far and the bottom near; drifts make the density uneven.
/// </summary>
internal static class FogCorruption
{
    private const int Octaves = 3;
    private const int Cells = 3;
    private static readonly float[] Air = [206, 209, 213];

    /// <summary>Spoils an image.</summary>
    /// <param name="planes">The image.</param>
    /// <param name="level">1 to 5.</param>
    /// <param name="random">Where drifts come from.</param>
    public static void Apply(LevelPlanes planes, int level, SeededRandom random)
    {
        ReadOnlySpan<float> densities = [0.45f, 0.8f, 1.2f, 1.75f, 2.5f];
        var density = densities[level - 1];
        var drifts = Drifts(planes.Width, planes.Height, random);
        for (var y = 0; y < planes.Height; y++)
        {
            var distance = Distance((y + 0.5f) / planes.Height);
            for (var x = 0; x < planes.Width; x++)
            {
                var i = (y * planes.Width) + x;
                var kept = MathF.Exp(-density * distance * (0.55f + (0.9f * drifts[i])));
                for (var channel = 0; channel < 3; channel++)
                {
                    ref var value = ref planes[channel][i];
                    value = SensorNoise.Whole((value * kept) + (Air[channel] * (1 - kept)));
                }
            }
        }
    }

    // 1 from the top to below the horizon, and a fifth of that at the bottom.
    private static float Distance(float down)
    {
        var near = Math.Clamp((down - 0.35f) / 0.65f, 0, 1);
        return 1 - (0.8f * near * near * (3 - (2 * near)));
    }

    // Smooth noise of 0 to 1: octaves of values on a lattice, each finer and weaker than the one before.
    private static float[] Drifts(int width, int height, SeededRandom random)
    {
        var drifts = new float[width * height];
        var (cell, weight, total) = ((float)Math.Min(width, height) / Cells, 1f, 0f);
        for (var octave = 0; octave < Octaves; octave++, cell /= 2, weight /= 2)
        {
            var (columns, rows) = ((int)(width / cell) + 2, (int)(height / cell) + 2);
            var lattice = new float[columns * rows];
            foreach (ref var value in lattice.AsSpan())
            {
                value = (float)random.NextDouble();
            }

            for (var y = 0; y < height; y++)
            {
                var (row, down) = Split(y / cell);
                for (var x = 0; x < width; x++)
                {
                    var (column, right) = Split(x / cell);
                    var at = (row * columns) + column;
                    var above = lattice[at] + ((lattice[at + 1] - lattice[at]) * right);
                    var below = lattice[at + columns] + ((lattice[at + columns + 1] - lattice[at + columns]) * right);
                    drifts[(y * width) + x] += weight * (above + ((below - above) * down));
                }
            }

            total += weight;
        }

        foreach (ref var drift in drifts.AsSpan())
        {
            drift /= total;
        }

        return drifts;
    }

    private static (int Cell, float Part) Split(float place)
    {
        var (cell, part) = ((int)place, place - (int)place);
        return (cell, part * part * (3 - (2 * part)));
    }
}
