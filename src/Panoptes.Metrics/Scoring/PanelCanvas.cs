using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Photographs;

namespace Panoptes.Metrics.Scoring;

/// <summary>
/// Draws maps of one image at one size, as layers for its photograph: flat colors in PNGs, clear where there is none. Whole steps of
/// pixels: every drawn pixel is one of the map's, so that thin segments do not blur and a color says its class.
/// </summary>
internal sealed class PanelCanvas
{
    private const int MostWidth = 1024;
    private const int Quality = 85;
    private readonly int step;
    private readonly int width;
    private readonly int height;

    /// <summary>A canvas for maps of a size.</summary>
    /// <param name="width">Width of the maps.</param>
    /// <param name="height">Height of the maps.</param>
    public PanelCanvas(int width, int height)
    {
        step = Math.Max(1, (width + MostWidth - 1) / MostWidth);
        (this.width, this.height) = (Math.Max(1, width / step), Math.Max(1, height / step));
    }

    /// <summary>Width over height.</summary>
    public double Aspect => (double)width / height;

    /// <summary>The photograph of an image; none where there is none.</summary>
    public IEnumerable<ScorePanel> Photograph(IPhotographs? photographs, string name)
    {
        if (photographs?.Read(name) is { } image)
        {
            yield return Photograph(image);
        }
    }

    /// <summary>A photograph.</summary>
    public ScorePanel Photograph(RgbImage image) => new(
        PanelKind.Photograph, "image", JpegFile.Encode(DisplaySize.Fit(image, width, height), Quality, JpegSubsampling.None444));

    /// <summary>A map as a layer.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="title">That in words.</param>
    /// <param name="idAt">The id at a pixel of the map.</param>
    /// <param name="colorOf">The color of an id; null for clear.</param>
    /// <param name="outlines">Whether ids are set apart by white lines.</param>
    public ScorePanel Layer(PanelKind kind, string title, Func<int, int, int> idAt, Func<int, Rgb?> colorOf, bool outlines)
    {
        var ids = new Plane<int>(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                ids[x, y] = idAt(x * step, y * step);
            }
        }

        var layer = new ColorLayer(width, height);
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            var isLine = outlines && Boundaries.IsBoundary(ids, i % width, i / width);
            if ((isLine ? Rgb.White : colorOf(ids.Pixels[i])) is { } color)
            {
                layer.Set(i, color);
            }
        }

        return new ScorePanel(kind, title, layer.Encode());
    }
}
