using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>Draws which predictions mix several things: one color for the prediction, one for each of the things.</summary>
internal static class ConfusedPictures
{
    private const double Opacity = 0.6;
    private const double Shade = 0.45;

    /// <summary>The image with the true things that are mixed, each in its color.</summary>
    /// <param name="image">The image at the picture's size.</param>
    /// <param name="view">What is mixed.</param>
    public static RgbImage Truth(RgbImage image, ConfusedView view)
    {
        var picture = Dimmed(image);
        var (ids, colors) = (SegmentPictures.Fit(view.Truth, image), ConfusedSegmentRow.ColorsOf(view.Confused));
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            if (colors.TryGetValue(ids.Pixels[i], out var color))
            {
                Tint.Mix(picture, i, color, Opacity);
            }
        }

        Outline(picture, ids, colors);
        return picture;
    }

    /// <summary>The image with the confused predictions in one color, and the contours of the things that they mix.</summary>
    /// <param name="image">The image at the picture's size.</param>
    /// <param name="view">What is mixed.</param>
    public static RgbImage Prediction(RgbImage image, ConfusedView view)
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

        Outline(picture, ids, confused.ToDictionary(id => id, _ => PictureKey.Confused));
        Outline(picture, SegmentPictures.Fit(view.Truth, image), ConfusedSegmentRow.ColorsOf(view.Confused));
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

    private static void Outline(RgbImage picture, Plane<int> ids, IReadOnlyDictionary<int, Rgb> colors)
    {
        for (var y = 0; y < ids.Height; y++)
        {
            for (var x = 0; x < ids.Width; x++)
            {
                if (colors.TryGetValue(ids[x, y], out var color) && Boundaries.IsBoundary(ids, x, y))
                {
                    Tint.Mix(picture, (y * ids.Width) + x, color, 1);
                }
            }
        }
    }
}
