using Panoptes.Data.Classes;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Data.Tests;

/// <summary>A folder for one test, with writers of small images.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("panoptes-data-").FullName;

    public string this[string relative]
    {
        get
        {
            var path = System.IO.Path.Combine(Path, relative);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            return path;
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public void Text(string relative, string text) => File.WriteAllText(this[relative], text);

    public void Image(string relative, int width = 16, int height = 8, int seed = 0)
    {
        var image = new RgbImage(width, height);
        new Random(seed).NextBytes(image.Pixels);
        if (relative.EndsWith(".png", StringComparison.Ordinal))
        {
            PngFile.WriteRgb(this[relative], image);
        }
        else
        {
            JpegFile.Write(this[relative], image);
        }
    }

    public void Labels(string relative, Func<int, int, int> id, int width = 16, int height = 8) =>
        PngFile.WriteGray(this[relative], Map(id, width, height, v => (byte)v));

    public void Labels16(string relative, Func<int, int, int> id, int width = 16, int height = 8) =>
        PngFile.WriteGray(this[relative], Map(id, width, height, v => (ushort)v));

    public void Ids24(string relative, Func<int, int, int> id, int width = 16, int height = 8) =>
        PngFile.WriteIds24(this[relative], Map(id, width, height, v => v));

    /// <summary>A CamVid-style split of images and labels that are fine.</summary>
    public void CamVid(string split, int count, int seed = 100)
    {
        ClassTableFile.Write(this["classes.json"], BuiltInClassTables.CamVid11);
        for (var i = 0; i < count; i++)
        {
            Image($"{split}/images/{split}{i:d2}.png", seed: seed + i);
            Labels($"{split}/labels/{split}{i:d2}.png", (x, y) => (x + y + i) % 12);
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
