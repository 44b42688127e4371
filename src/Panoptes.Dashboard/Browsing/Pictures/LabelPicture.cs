using System.Buffers.Binary;
using Panoptes.Data.Classes;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Dashboard.Browsing.Pictures;

/// <summary>Labels as a picture that is laid over a photograph: void is clear, boundaries are white.</summary>
internal static class LabelPicture
{
    private const int Level = 3;

    /// <summary>A PNG in the colors of the class table.</summary>
    public static byte[] Png(SampleLabels labels, ClassTable table)
    {
        var classes = labels.Classes;
        var layer = new ColorLayer(classes.Width, classes.Height);
        for (var y = 0; y < classes.Height; y++)
        {
            var row = classes.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                if (IsLine(labels, x, y))
                {
                    layer.Set((y * classes.Width) + x, Rgb.White);
                }
                else if (row[x] != table.VoidTrainId)
                {
                    layer.Set((y * classes.Width) + x, row[x] < table.Count ? table.Palette[row[x]] : LabelColors.Unknown);
                }
            }
        }

        return layer.Encode(Level);
    }

    /// <summary>
    /// What every pixel is, for who points at one: width, height and then train ids, 16 bits each, little-endian; after these, where
    /// segments are told apart, their ids, 32 bits each.
    /// </summary>
    public static byte[] Ids(SampleLabels labels)
    {
        var classes = labels.Classes;
        var bytes = new byte[2 * (2 + (classes.Pixels.Length * (labels.Segments is null ? 1 : 3)))];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)classes.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)classes.Height);
        for (var i = 0; i < classes.Pixels.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4 + (2 * i)), classes.Pixels[i]);
        }

        var after = bytes.AsSpan(4 + (2 * classes.Pixels.Length));
        for (var i = 0; i < after.Length / 4; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(after[(4 * i)..], labels.Segments!.Pixels[i]);
        }

        return bytes;
    }

    private static bool IsLine(SampleLabels labels, int x, int y) => Boundaries.IsBoundary(labels.Classes, x, y, BoundaryLine.Thin)
        || (labels.Segments is { } segments && Boundaries.IsBoundary(segments, x, y, BoundaryLine.Thin));
}
