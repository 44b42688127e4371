using Panoptes.Data.Pasting;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Loading;

/// <summary>Changes the colors of normalized images, as 8-bit levels; padding stays as it is.</summary>
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
        var plan = distortion.Draw(random);
        if (plan.Changes.Count == 0 || content.IsEmpty)
        {
            return;
        }

        var (width, height) = (content.Width, content.Height);
        var (image, area) = (new RgbImage(width, height), width * height);
        var colors = canvas.Cut(content.Left, content.Top, width, height);
        for (var channel = 0; channel < 3; channel++)
        {
            var (scale, offset) = ((float)std[channel], (float)mean[channel] + 0.5f);
            for (int i = 0, at = channel; i < area; i++, at += 3)
            {
                image.Pixels[at] = (byte)Math.Clamp((colors[(channel * area) + i] * scale) + offset, 0, 255);
            }
        }

        plan.Apply(image);
        for (var channel = 0; channel < 3; channel++)
        {
            var (scale, offset) = ((float)std[channel], (float)mean[channel]);
            for (int i = 0, at = channel; i < area; i++, at += 3)
            {
                colors[(channel * area) + i] = (image.Pixels[at] - offset) / scale;
            }
        }

        canvas.Put(colors, content.Left, content.Top, width, height);
    }
}
