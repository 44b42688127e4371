using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Readers;

/// <summary>Reads the files of a sample's layers.</summary>
internal static class LayerFiles
{
    /// <summary>The upright image.</summary>
    public static RgbImage ReadImage(string file) => ImageFile.ReadRgb(file);

    /// <summary>A label map: gray or palette, 8 bits or 16.</summary>
    public static StoredLabels ReadLabels(string file, ClassTable classes, SampleBuffers buffers) => LabelFile.Header(file).BitDepth <= 8
        ? new StoredLabels(file, buffers.Labels = PngFile.ReadLabels(file, reuse: buffers.Labels), classes)
        : new StoredLabels(file, PngFile.ReadLabels<ushort>(file), classes);

    /// <summary>A depth map in meters, 0 where unknown.</summary>
    public static Plane<float> ReadDepth(string file, double unitsPerMeter)
    {
        var header = ImageFile.ReadHeader(file);
        if (header.BitDepth != 16)
        {
            throw new InputException(file, $"{header.BitDepth} bits", "a 16-bit PNG with one channel", "write depth as 16-bit PNG");
        }

        var stored = PngFile.ReadLabels<ushort>(file);
        var meters = new Plane<float>(stored.Width, stored.Height);
        var scale = (float)(1 / unitsPerMeter);
        for (var i = 0; i < stored.Pixels.Length; i++)
        {
            meters.Pixels[i] = stored.Pixels[i] * scale;
        }

        return meters;
    }

    /// <summary>Requires that a layer shows the same scene as its image: the same aspect ratio.</summary>
    public static void RequireSameAspect(string imageFile, RgbImage image, string? layerFile, int? width, int? height)
    {
        if (layerFile is not null && width is { } w && height is { } h)
        {
            RequireSameAspect(imageFile, image.Width, image.Height, layerFile, w, h);
        }
    }

    /// <inheritdoc cref="RequireSameAspect(string, RgbImage, string?, int?, int?)"/>
    public static void RequireSameAspect(string imageFile, int imageWidth, int imageHeight, string layerFile, int width, int height)
    {
        if (imageWidth == height && imageHeight == width && width != height)
        {
            throw new InputException(
                layerFile,
                $"{width}x{height}, the image turned by 90 degrees",
                $"the aspect ratio of {imageFile}, {imageWidth}x{imageHeight} upright",
                "turn the labels, or strip the image's EXIF orientation if the labels were drawn without it");
        }

        _ = Geometry.Identity(imageWidth, imageHeight).ForSource(width, height, layerFile, imageFile);
    }
}
