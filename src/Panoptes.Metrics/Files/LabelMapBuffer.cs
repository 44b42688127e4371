using System.Numerics;
using Panoptes.Imaging;

namespace Panoptes.Metrics;

/// <summary>One label map at a time, in a buffer that grows to the largest.</summary>
internal sealed class LabelMapBuffer<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private T[] pixels = [];

    /// <summary>Width and height of the map that was read last.</summary>
    public (int Width, int Height) Size { get; private set; }

    /// <summary>Its pixels, row-major; valid until the next is read.</summary>
    public Span<T> Pixels => pixels.AsSpan(0, Size.Width * Size.Height);

    /// <summary>Reads a map.</summary>
    public void Read(string path, FileBuffer file) => Read(file.Read(path), path);

    /// <summary>Reads a map from memory, named like its file.</summary>
    public void Read(ReadOnlySpan<byte> bytes, string path)
    {
        var header = PngFile.ReadHeader(bytes, path);
        Resize(header.Width, header.Height);
        PngFile.ReadLabels(bytes, path, Pixels);
    }

    /// <summary>Makes room for a map, whose pixels hold anything.</summary>
    public void Resize(int width, int height)
    {
        var length = checked(width * height);
        if (pixels.Length < length)
        {
            pixels = GC.AllocateUninitializedArray<T>(length);
        }

        Size = (width, height);
    }
}
