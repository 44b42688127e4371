using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Formats.Labels;

/// <summary>Reads files of label ids: gray or palette PNGs of 8 bits or 16, whoever asks.</summary>
public static class LabelFile
{
    /// <summary>What a label file in memory says of itself.</summary>
    /// <param name="bytes">The file; the first 33 bytes are enough.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InputException">It is no PNG.</exception>
    public static ImageHeader Header(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            throw IsJpeg(name);
        }

        return PngFile.ReadHeader(bytes, name);
    }

    /// <summary>What a label file says of itself.</summary>
    /// <exception cref="InputException">It is no PNG, or cannot be read.</exception>
    public static ImageHeader Header(string file) =>
        ImageFile.ReadHeader(file) is { Format: ImageFormat.Png } header ? header : throw IsJpeg(file);

    /// <summary>Reads the ids of a file of either depth.</summary>
    /// <exception cref="InputException">It is no label map, or broken.</exception>
    public static Plane<ushort> Read(string file)
    {
        _ = Header(file);
        return PngFile.ReadLabels<ushort>(file);
    }

    /// <summary>Reads the numbers of an instance map, of either depth.</summary>
    /// <exception cref="InputException">It is no such map, or broken.</exception>
    public static Plane<int> ReadIds(string file)
    {
        _ = Header(file);
        return PngFile.ReadLabels<int>(file);
    }

    private static InputException IsJpeg(string file) =>
        new(file, "a JPEG as a label map", "a PNG with one channel: JPEG changes the ids", "write the labels as PNG");
}
