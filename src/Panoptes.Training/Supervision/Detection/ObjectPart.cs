using Panoptes.Data.Loading;
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
        var cut = new Plane<byte>(part.Width, part.Height);
        for (var y = 0; y < part.Height; y++)
        {
            var from = all.Slice(((part.Top + y) * width) + part.Left, part.Width);
            var to = cut.Row(y);
            for (var x = 0; x < from.Length; x++)
            {
                to[x] = from[x] == id ? (byte)1 : (byte)0;
            }
        }

        return cut;
    });

    /// <summary>An object with a mask of its own.</summary>
    public static ObjectPart Of(RunLengthMask mask)
    {
        var box = mask.Box;
        return new ObjectPart(
            new PixelRectangle((int)box.X, (int)box.Y, (int)(box.X + box.Width), (int)(box.Y + box.Height)),
            part => mask.Decode(part.Left, part.Top, part.Width, part.Height));
    }
}
