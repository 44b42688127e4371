using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>
/// Draws which predictions mix several things: one color for the prediction, one for each of the things, and a thin white contour round
/// every other thing.
/// </summary>
internal static class ConfusedPictures
{
    private const double Opacity = 0.6;
    private const double Shade = 0.45;

    /// <summary>The image with its true things, those that are mixed each in its color.</summary>
    /// <param name="image">The image at the picture's size.</param>
    /// <param name="view">What is mixed.</param>
    /// <param name="colors">The colors of what is mixed, by its id; further ids, such as those that other models mix, may be there.</param>
    public static RgbImage Truth(RgbImage image, ConfusedView view, IReadOnlyDictionary<int, Rgb> colors)
    {
        var picture = Dimmed(image);
        var ids = SegmentPictures.Fit(view.Truth, image);
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            if (colors.TryGetValue(ids.Pixels[i], out var color))
            {
                Tint.Mix(picture, i, color, Opacity);
            }
        }

        Outline(picture, ids, view.TrueThings, _ => Rgb.White);
        Outline(picture, ids, colors.Keys.ToHashSet(), id => colors[id]);
        return picture;
    }

    /// <summary>The image with the confused predictions in one color, and the contours of the things that they mix.</summary>
    /// <param name="image">The image at the picture's size.</param>
    /// <param name="view">What is mixed.</param>
    /// <param name="colors">The colors of what is mixed, by its id; what this prediction does not mix is left out.</param>
    public static RgbImage Prediction(RgbImage image, ConfusedView view, IReadOnlyDictionary<int, Rgb> colors)
    {
        var picture = Dimmed(image);
        var (ids, confused) = (SegmentPictures.Fit(view.Prediction, image), view.Confused.Select(segment => segment.Id).ToHashSet());
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            if (confused.Contains(ids.Pixels[i]))
            {
                Tint.Mix(picture, i, PictureKey.Confused, Opacity);
            }
        }

        var mixed = view.Confused.SelectMany(segment => segment.Covered).Select(thing => thing.Id).ToHashSet();
        Outline(picture, ids, view.PredictedThings, _ => Rgb.White);
        Outline(picture, ids, confused, _ => PictureKey.Confused);
        Outline(picture, SegmentPictures.Fit(view.Truth, image), mixed, id => colors[id]);
        return picture;
    }

    private static RgbImage Dimmed(RgbImage image)
    {
        var picture = Tint.Copy(image);
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            Tint.Mix(picture, i, Rgb.Black, Shade);
        }

        return picture;
    }

    private static void Outline(RgbImage picture, Plane<int> ids, IReadOnlySet<int> drawn, Func<int, Rgb> color)
    {
        for (var y = 0; y < ids.Height; y++)
        {
            for (var x = 0; x < ids.Width; x++)
            {
                if (drawn.Contains(ids[x, y]) && Boundaries.IsBoundary(ids, x, y))
                {
                    Tint.Mix(picture, (y * ids.Width) + x, color(ids[x, y]), 1);
                }
            }
        }
    }
}
