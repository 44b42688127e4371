using System.Numerics;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Drawing;

/// <summary>Pictures at the size they are shown at.</summary>
public static class DisplaySize
{
    /// <summary>
    /// The image shrunk (never enlarged) to lie within a size, aspect ratio kept; the image itself where it does already.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="width">Largest width in pixels.</param>
    /// <param name="height">Largest height in pixels.</param>
    public static RgbImage Fit(RgbImage image, int width, int height)
    {
        var geometry = Fit(image.Width, image.Height, width, height);
        return geometry.IsCopy ? image : Resampler.Color(image, geometry);
    }

    /// <summary>Labels shrunk by the same rule, each pixel the most frequent id under it.</summary>
    /// <typeparam name="T">Type of an id.</typeparam>
    /// <param name="labels">The labels.</param>
    /// <param name="width">Largest width in pixels.</param>
    /// <param name="height">Largest height in pixels.</param>
    public static Plane<T> Fit<T>(Plane<T> labels, int width, int height)
        where T : unmanaged, IBinaryInteger<T>
    {
        var geometry = Fit(labels.Width, labels.Height, width, height);
        return geometry.IsCopy ? labels : Resampler.Ids(labels, geometry, T.Zero, IdRule.Majority);
    }

    private static Geometry Fit(int sourceWidth, int sourceHeight, int width, int height)
    {
        var factor = Math.Min(1, Math.Min((double)width / sourceWidth, (double)height / sourceHeight));
        return Geometry.Identity(sourceWidth, sourceHeight).Resize(
            Math.Max(1, (int)Math.Round(sourceWidth * factor)), Math.Max(1, (int)Math.Round(sourceHeight * factor)));
    }
}
