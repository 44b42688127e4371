using Panoptes.Imaging;

namespace Panoptes.Data.Classes;

/// <summary>Pascal VOC's background and 20 classes under their ids, in the colors of its label maps (VOCdevkit, VOCcolormap.m).</summary>
internal static class PascalTable
{
    private const int Void = 255;

    private static readonly string[] Names =
    [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog",
        "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    /// <summary>The table.</summary>
    public static ClassTable Voc { get; } = new("voc",
    [
        .. Names.Select((name, id) => new ClassEntry(id, id, name, Color(id), id > 0)),
        new(Void, Void, "void", Color(Void), false),
    ]);

    // Bits 0, 1 and 2 of an id are the highest bits of red, green and blue, bits 3 to 5 the next, and so on.
    private static Rgb Color(int id)
    {
        var (red, green, blue) = (0, 0, 0);
        for (var bit = 7; id > 0; bit--, id >>= 3)
        {
            red |= (id & 1) << bit;
            green |= ((id >> 1) & 1) << bit;
            blue |= ((id >> 2) & 1) << bit;
        }

        return new Rgb((byte)red, (byte)green, (byte)blue);
    }
}
