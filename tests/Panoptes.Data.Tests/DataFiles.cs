using Panoptes.Data.Classes;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Data.Tests;

/// <summary>Writes small images, labels and data sets into a folder.</summary>
internal static class DataFiles
{
    public static void Text(this TemporaryFolder folder, string relative, string text) => folder.Write(relative, text);

    public static void Image(this TemporaryFolder folder, string relative, int width = 16, int height = 8, int seed = 0)
    {
        var image = new RgbImage(width, height);
        new Random(seed).NextBytes(image.Pixels);
        if (relative.EndsWith(".png", StringComparison.Ordinal))
        {
            PngFile.WriteRgb(folder.NewFile(relative), image);
        }
        else
        {
            JpegFile.Write(folder.NewFile(relative), image);
        }
    }

    public static void Labels(this TemporaryFolder folder, string relative, Func<int, int, int> id, int width = 16, int height = 8) =>
        PngFile.WriteGray(folder.NewFile(relative), Map(id, width, height, v => (byte)v));

    public static void Labels16(this TemporaryFolder folder, string relative, Func<int, int, int> id, int width = 16, int height = 8) =>
        PngFile.WriteGray(folder.NewFile(relative), Map(id, width, height, v => (ushort)v));

    public static void Ids24(this TemporaryFolder folder, string relative, Func<int, int, int> id, int width = 16, int height = 8) =>
        PngFile.WriteIds24(folder.NewFile(relative), Map(id, width, height, v => v));

    /// <summary>A CamVid-style split of images and labels that are fine.</summary>
    public static void CamVid(this TemporaryFolder folder, string split, int count, int seed = 100)
    {
        ClassTableFile.Write(folder["classes.json"], BuiltInClassTables.CamVid11);
        for (var i = 0; i < count; i++)
        {
            folder.Image($"{split}/images/{split}{i:d2}.png", seed: seed + i);
            folder.Labels($"{split}/labels/{split}{i:d2}.png", (x, y) => (x + y + i) % 12);
        }
    }

    private static Plane<T> Map<T>(Func<int, int, int> id, int width, int height, Func<int, T> convert)
        where T : unmanaged
    {
        var plane = new Plane<T>(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                plane[x, y] = convert(id(x, y));
            }
        }

        return plane;
    }
}
