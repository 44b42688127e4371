using System.Buffers.Binary;
using Panoptes.Data.Classes;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Dashboard.Browsing.Pictures;

/// <summary>Labels as a picture that is laid over a photograph: void is clear, boundaries are white.</summary>
internal static class LabelPicture
{
    private const byte Clear = 0;
    private const byte Line = 1;
    private const int MostColors = 256;
    private const int Level = 3;

    /// <summary>A PNG in the colors of the class table.</summary>
    public static byte[] Png(SampleLabels labels, ClassTable table)
    {
        var classes = labels.Classes;
        var (colors, placeOf) = (new List<Rgb> { default, Rgb.White }, new Dictionary<ushort, byte>());
        var picture = new Plane<byte>(classes.Width, classes.Height);
        for (var y = 0; y < classes.Height; y++)
        {
            var from = classes.Row(y);
            var to = picture.Row(y);
            for (var x = 0; x < from.Length; x++)
            {
                var id = from[x];
                to[x] = id == table.VoidTrainId ? Clear : placeOf.TryGetValue(id, out var place) ? place : Add(id);
            }
        }

        Lines(picture, labels);
        return PngFile.EncodePalette(picture, colors, Level, firstIsClear: true);

        byte Add(ushort id)
        {
            if (colors.Count == MostColors)
            {
                return MostColors - 1;
            }

            colors.Add(id < table.Count ? table.Palette[id] : LabelColors.Unknown);
            return placeOf[id] = (byte)(colors.Count - 1);
        }
    }

    /// <summary>The train id of every pixel, for who points at one: width and height and then ids, 16 bits each, little-endian.</summary>
    public static byte[] Ids(Plane<ushort> classes)
    {
        var bytes = new byte[2 * (2 + classes.Pixels.Length)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)classes.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)classes.Height);
        for (var i = 0; i < classes.Pixels.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4 + (2 * i)), classes.Pixels[i]);
        }

        return bytes;
    }

    private static void Lines(Plane<byte> picture, SampleLabels labels)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                if (Boundaries.IsBoundary(labels.Classes, x, y, BoundaryLine.Thin)
                    || (labels.Segments is { } segments && Boundaries.IsBoundary(segments, x, y, BoundaryLine.Thin)))
                {
                    picture[x, y] = Line;
                }
            }
        }
    }
}
