using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Segmenters;

/// <summary>Four real street images, shrunk and cropped to one small batch.</summary>
internal static class CamVidCrops
{
    public const string Folder = "data/camvid/train";
    public const int Classes = 11;
    public const int Void = 11;

    private static readonly string[] Names = ["0001TP_006690", "0001TP_008460", "0006R0_f02640", "0016E5_06390"];

    /// <summary>Images (4,3,size,size), normalized, and labels (4,size,size); they belong to the innermost open scope.</summary>
    public static (Tensor Images, Tensor Labels) Read(int size)
    {
        var pixels = new float[Names.Length * 3 * size * size];
        var labels = new long[Names.Length * size * size];
        for (var k = 0; k < Names.Length; k++)
        {
            var image = ImageFile.ReadRgb(SharedFiles.Path($"{Folder}/images/{Names[k]}.jpg")!);
            var ids = PngFile.ReadLabels<byte>(SharedFiles.Path($"{Folder}/labels/{Names[k]}.png")!);
            var (width, height) = (size * 4 / 3, size);
            var geometry = Geometry.Identity(image.Width, image.Height).Resize(width, height).Crop((width - size) / 2, 0, size, size);
            Resampler.ColorToPlanarFloat(image, geometry, Normalization.ImageNet, pixels.AsSpan(k * 3 * size * size, 3 * size * size));
            var small = Resampler.Ids(ids, geometry, (byte)Void);
            for (var i = 0; i < small.Pixels.Length; i++)
            {
                labels[(k * size * size) + i] = small.Pixels[i];
            }
        }

        return (Tensor.From(pixels, Names.Length, 3, size, size), Tensor.From(labels, Names.Length, size, size));
    }
}
