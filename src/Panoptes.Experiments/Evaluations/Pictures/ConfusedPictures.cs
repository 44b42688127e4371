using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>
/// Draws which predictions mix several things, as layers for the image: one color for the prediction, one for each of the things, and a
/// thin white contour round every other thing.
/// </summary>
internal static class ConfusedPictures
{
    private const byte Fill = 190;

    /// <summary>The true things, those that are mixed each in its color; a PNG.</summary>
    /// <param name="image">The image at the picture's size.</param>
    /// <param name="view">What is mixed.</param>
    /// <param name="colors">The colors of what is mixed, by its id; further ids, such as those that other models mix, may be there.</param>
    public static byte[] Truth(RgbImage image, ConfusedView view, IReadOnlyDictionary<int, Rgb> colors)
    {
        var layer = new ColorLayer(image.Width, image.Height);
        var ids = SegmentPictures.Fit(view.Truth, image);
        Paint(layer, ids, colors);
        Outline(layer, ids, view.TrueThings, _ => Rgb.White);
        Outline(layer, ids, colors.Keys.ToHashSet(), id => colors[id]);
        return layer.Encode();
    }

    /// <summary>The confused predictions in one color, and the contours of the things that they mix; a PNG.</summary>
    /// <param name="image">The image at the picture's size.</param>
    /// <param name="view">What is mixed.</param>
    /// <param name="colors">The colors of what is mixed, by its id; what this prediction does not mix is left out.</param>
    public static byte[] Prediction(RgbImage image, ConfusedView view, IReadOnlyDictionary<int, Rgb> colors)
    {
        var layer = new ColorLayer(image.Width, image.Height);
        var (ids, confused) = (SegmentPictures.Fit(view.Prediction, image), view.Confused.Select(segment => segment.Id).ToHashSet());
        Paint(layer, ids, confused.ToDictionary(id => id, _ => PictureKey.Confused));
        var mixed = view.Confused.SelectMany(segment => segment.Covered).Select(thing => thing.Id).ToHashSet();
        Outline(layer, ids, view.PredictedThings, _ => Rgb.White);
        Outline(layer, ids, confused, _ => PictureKey.Confused);
        Outline(layer, SegmentPictures.Fit(view.Truth, image), mixed, id => colors[id]);
        return layer.Encode();
    }

    private static void Paint(ColorLayer layer, Plane<int> ids, IReadOnlyDictionary<int, Rgb> colors)
    {
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            if (colors.TryGetValue(ids.Pixels[i], out var color))
            {
                layer.Set(i, color, Fill);
            }
        }
    }

    private static void Outline(ColorLayer layer, Plane<int> ids, IReadOnlySet<int> drawn, Func<int, Rgb> color)
    {
        for (var y = 0; y < ids.Height; y++)
        {
            for (var x = 0; x < ids.Width; x++)
            {
                if (drawn.Contains(ids[x, y]) && Boundaries.IsBoundary(ids, x, y))
                {
                    layer.Set((y * ids.Width) + x, color(ids[x, y]));
                }
            }
        }
    }
}
