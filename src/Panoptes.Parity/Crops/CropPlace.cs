using Panoptes.Imaging.Geometries;

namespace Panoptes.Parity.Crops;

/// <summary>Where a geometry that resizes, crops, flips and pads takes its crop.</summary>
/// <param name="ResizedWidth">Width of the resized image in pixels.</param>
/// <param name="ResizedHeight">Height of the resized image.</param>
/// <param name="X">First column of the crop in it.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns of the crop, without padding.</param>
/// <param name="Height">Rows of the crop.</param>
internal sealed record CropPlace(int ResizedWidth, int ResizedHeight, int X, int Y, int Width, int Height)
{
    /// <summary>Reads it from a geometry.</summary>
    public static CropPlace Of(Geometry geometry)
    {
        var content = geometry.Content;
        return new CropPlace(
            (int)Math.Round(geometry.SourceWidth / geometry.ScaleX), (int)Math.Round(geometry.SourceHeight / geometry.ScaleY),
            (int)Math.Round(geometry.OriginX + (geometry.MirrorX ? geometry.Width - content.Right : content.Left)),
            (int)Math.Round(geometry.OriginY + content.Top), content.Width, content.Height);
    }
}
