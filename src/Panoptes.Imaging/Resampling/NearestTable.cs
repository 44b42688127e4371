using Panoptes.Imaging.Geometries;

namespace Panoptes.Imaging.Resampling;

/// <summary>The source pixel that the center of each content pixel falls into, along one axis.</summary>
internal static class NearestTable
{
    public static int[] Columns(Geometry geometry) => Make(
        geometry.ScaleX, geometry.OriginX, geometry.MirrorX, geometry.Width, geometry.SourceWidth, geometry.Content.Left,
        geometry.Content.Right);

    public static int[] Rows(Geometry geometry) => Make(
        geometry.ScaleY, geometry.OriginY, geometry.MirrorY, geometry.Height, geometry.SourceHeight, geometry.Content.Top,
        geometry.Content.Bottom);

    private static int[] Make(double scale, double origin, bool isMirrored, int size, int sourceSize, int low, int high)
    {
        var sources = new int[high - low];
        for (var i = low; i < high; i++)
        {
            // Mirrored pixels take exactly what their mirror images would, ties included.
            var u = isMirrored ? size - 1 - i : i;
            sources[i - low] = Math.Clamp((int)Math.Floor(scale * (u + 0.5 + origin)), 0, sourceSize - 1);
        }

        return sources;
    }
}
