using Panoptes.Data.Loading;
using Panoptes.Data.Targets;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;

namespace Panoptes.Training.Supervision.Detection;

/// <summary>The part of an image in which a true object lies.</summary>
/// <param name="Box">The tightest rectangle round its pixels.</param>
/// <param name="Cut">Its pixels in a part of the image: 1 inside and 0 outside.</param>
internal sealed record ObjectPart(PixelRectangle Box, Func<PixelRectangle, Plane<byte>> Cut)
{
    /// <summary>A segment of a batch's map.</summary>
    public static ObjectPart Of(Batch batch, int image, int id, PixelRectangle box) => new(box, part =>
    {
        var ids = batch.Targets.Segments!.Ids;
        var (height, width) = ((int)ids.Size(1), (int)ids.Size(2));
        var all = ids.Data<int>().Slice(image * height * width, height * width);
        return SegmentBoxes.Cut(all, width, id, part);
    });

    /// <summary>An object with a mask of its own.</summary>
    public static ObjectPart Of(RunLengthMask mask) =>
        new(mask.Box.ToPixels(), part => mask.Decode(part.Left, part.Top, part.Width, part.Height));
}
