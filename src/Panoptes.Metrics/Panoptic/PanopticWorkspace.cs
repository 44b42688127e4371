using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Panoptic;

/// <summary>The buffers of one worker, reused from image to image: two files' pixels and a table of pairs.</summary>
public sealed class PanopticWorkspace
{
    private readonly SegmentPairCounter counter = new();
    private readonly FileBuffer file = new();
    private byte[] truth = [];
    private byte[] prediction = [];

    /// <summary>Reads two PNGs of three-byte ids and counts the pairs of their pixels.</summary>
    /// <exception cref="InputException">One is missing, broken, not 8-bit RGB, or they differ in size.</exception>
    public SegmentPair[] Count(string truthPath, string predictionPath)
    {
        var size = Read(truthPath, ref truth);
        var other = Read(predictionPath, ref prediction);
        if (size != other)
        {
            throw new InputException(
                predictionPath, $"{other.Width}x{other.Height} pixels", $"{size.Width}x{size.Height} as in {truthPath}",
                "predict at the ground truth's size");
        }

        var bytes = size.Width * size.Height * 3;
        return counter.CountRgb(truth.AsSpan(0, bytes), prediction.AsSpan(0, bytes));
    }

    private (int Width, int Height) Read(string path, ref byte[] pixels)
    {
        var bytes = file.Read(path);
        var header = PngFile.ReadHeader(bytes, path);
        if (header.BitDepth != 8 || header.Layout is not (PixelLayout.Rgb or PixelLayout.Rgba))
        {
            throw new InputException(
                path, $"a {header.BitDepth}-bit {header.Layout} PNG", "an 8-bit RGB PNG of ids R + 256 G + 65536 B",
                "point at the panoptic PNGs");
        }

        var length = checked(header.Width * header.Height * 3);
        if (pixels.Length < length)
        {
            pixels = GC.AllocateUninitializedArray<byte>(length);
        }

        PngFile.ReadRgb(bytes, path, pixels.AsSpan(0, length));
        return (header.Width, header.Height);
    }
}
