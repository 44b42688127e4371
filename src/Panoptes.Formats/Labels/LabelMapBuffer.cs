using System.Numerics;
using Panoptes.Formats.Files;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Formats.Labels;

/// <summary>One label map at a time, of 8 or 16 bits, in a buffer that grows to the largest.</summary>
/// <typeparam name="T">byte or ushort. A file of 16 bits whose numbers all fit into 8 is read into bytes too.</typeparam>
public sealed class LabelMapBuffer<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly bool holdsBytes = typeof(T) == typeof(byte);
    private T[] pixels = [];
    private ushort[] wide = [];

    /// <summary>Width and height of the map that was read last.</summary>
    public (int Width, int Height) Size { get; private set; }

    /// <summary>Its pixels, row-major; valid until the next is read.</summary>
    public Span<T> Pixels => pixels.AsSpan(0, Size.Width * Size.Height);

    /// <summary>Reads a map.</summary>
    /// <param name="path">The file.</param>
    /// <param name="file">Takes its bytes.</param>
    /// <exception cref="Foundation.InputException">The file is no label map, or a number in it does not fit.</exception>
    public void Read(string path, FileBuffer file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Read(file.Read(path), path);
    }

    /// <summary>Reads a map from memory, named like its file.</summary>
    /// <inheritdoc cref="Read(string, FileBuffer)"/>
    public void Read(ReadOnlySpan<byte> bytes, string path)
    {
        var header = LabelFile.Header(bytes, path);
        Resize(header.Width, header.Height);
        if (!holdsBytes || header.BitDepth <= 8)
        {
            PngFile.ReadLabels(bytes, path, Pixels);
            return;
        }

        if (wide.Length < Pixels.Length)
        {
            wide = GC.AllocateUninitializedArray<ushort>(Pixels.Length);
        }

        var read = wide.AsSpan(0, Pixels.Length);
        PngFile.ReadLabels(bytes, path, read);
        var at = read.IndexOfAnyExceptInRange((ushort)0, (ushort)byte.MaxValue);
        if (at >= 0)
        {
            throw new Foundation.InputException(
                path, $"value {read[at]} at pixel ({at % header.Width},{at / header.Width})", "ids 0..255 here",
                "give the label map that this asks for");
        }

        var target = Pixels;
        for (var i = 0; i < read.Length; i++)
        {
            target[i] = T.CreateTruncating(read[i]);
        }
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
