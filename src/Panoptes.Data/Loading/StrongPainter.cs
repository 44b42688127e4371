using System.Numerics;
using System.Runtime.InteropServices;
using Panoptes.Data.Pasting;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Loading;

/// <summary>Changes the colors of normalized images, as whole levels; padding stays as it is.</summary>
/// <param name="distortion">What may be done.</param>
/// <param name="mean">What was subtracted of each channel.</param>
/// <param name="std">What it was divided by.</param>
internal sealed class StrongPainter(StrongDistortion distortion, IReadOnlyList<double> mean, IReadOnlyList<double> std)
{
    /// <summary>Draws and changes one sample.</summary>
    /// <param name="canvas">Its pixels.</param>
    /// <param name="content">The part that shows it.</param>
    /// <param name="random">Where the draws come from.</param>
    public void Paint(SampleCanvas canvas, PixelRectangle content, IRandomSource random)
    {
        var plan = distortion.Draw(random, content.Width, content.Height);
        if (plan.IsNothing || content.IsEmpty)
        {
            return;
        }

        var planes = new LevelPlanes(content.Width, content.Height);
        for (var channel = 0; channel < 3; channel++)
        {
            var levels = planes[channel];
            canvas.Cut(channel, content, levels);
            var vectors = Vectors(levels);
            var (scale, offset) = ((float)std[channel], (float)mean[channel] + 0.5f);
            var (add, most) = (new Vector<float>(offset), new Vector<float>(255));
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = Vector.Floor(Vector.Min(Vector.Max((vectors[i] * scale) + add, Vector<float>.Zero), most));
            }

            for (var i = vectors.Length * Vector<float>.Count; i < levels.Length; i++)
            {
                levels[i] = MathF.Floor(Math.Clamp((levels[i] * scale) + offset, 0, 255));
            }
        }

        plan.Apply(planes);
        for (var channel = 0; channel < 3; channel++)
        {
            var levels = planes[channel];
            var vectors = Vectors(levels);
            var (scale, offset) = ((float)std[channel], (float)mean[channel]);
            var (less, part) = (new Vector<float>(offset), new Vector<float>(scale));
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = (vectors[i] - less) / part;
            }

            for (var i = vectors.Length * Vector<float>.Count; i < levels.Length; i++)
            {
                levels[i] = (levels[i] - offset) / scale;
            }

            canvas.Put(channel, content, levels);
        }
    }

    private static Span<Vector<float>> Vectors(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
}
