using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Imaging.Tests.Alignment;

/// <summary>The right way to move labels, and two wrong ones that the probes must catch.</summary>
internal static class LabelRoads
{
    public const int Padding = -1;

    public static Plane<int> Right(Plane<int> ids, Geometry geometry) => Resampler.Ids(ids, geometry, Padding);

    /// <summary>floor(i * scale): the nearest of older libraries, half an output pixel off.</summary>
    public static Plane<int> LegacyNearest(Plane<int> ids, Geometry geometry)
    {
        var output = new Plane<int>(geometry.Width, geometry.Height);
        for (var y = 0; y < output.Height; y++)
        {
            for (var x = 0; x < output.Width; x++)
            {
                // The corner of the output pixel that is nearest to the source's origin.
                var (sx, sy) = geometry.ToSource(geometry.MirrorX ? x + 1 : x, geometry.MirrorY ? y + 1 : y);
                output[x, y] = geometry.Content.Contains(x, y)
                    ? ids[Math.Clamp(
                        (int)Math.Floor(sx + 1e-9), 0, ids.Width - 1), Math.Clamp((int)Math.Floor(sy + 1e-9), 0, ids.Height - 1)]
                    : Padding;
            }
        }

        return output;
    }

    /// <summary>The crop's window cut out of labels that were never resized.</summary>
    public static Geometry WithoutResize(int sourceWidth, int sourceHeight, Geometry geometry) =>
        Geometry.Identity(sourceWidth, sourceHeight).Crop(
            (sourceWidth - geometry.Width) / 2, (sourceHeight - geometry.Height) / 2, geometry.Width, geometry.Height);
}
