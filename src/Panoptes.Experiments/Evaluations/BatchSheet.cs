using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Tensors;

namespace Panoptes.Experiments.Evaluations;

/// <summary>Draws what the network is shown: a batch after all transforms, with label boundaries on the images.</summary>
internal static class BatchSheet
{
    private const int Columns = 4;
    private const int CellWidth = 320;

    /// <summary>The contact sheet of a batch.</summary>
    /// <param name="batch">The batch: normalized images and their labels.</param>
    /// <param name="augmentation">Mean and deviation that the images were normalized with.</param>
    /// <param name="voidId">The train id of pixels that do not count; hatched.</param>
    /// <param name="most">Samples shown at most.</param>
    public static RgbImage Draw(Batch batch, AugmentationConfig augmentation, int voidId, int most)
    {
        using var scope = TensorScope.Open();
        var images = batch.Images.Contiguous().Data<float>();
        var labels = batch.Labels.Contiguous().Data<long>();
        var (height, width) = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        var tiles = new List<ContactTile>();
        for (var n = 0; n < Math.Min(most, batch.Samples.Count); n++)
        {
            var image = Colors(images.Slice(n * 3 * height * width, 3 * height * width), width, height, augmentation);
            var ids = new Plane<ushort>(width, height);
            for (var i = 0; i < ids.Pixels.Length; i++)
            {
                ids.Pixels[i] = (ushort)labels[(n * height * width) + i];
            }

            Overlay.Hatch(image, ids, (ushort)voidId, new Rgb(150, 150, 150));
            Boundaries.Draw(image, ids, new Rgb(255, 235, 60));
            tiles.Add(new ContactTile(image, batch.Samples[n].Name));
        }

        return ContactSheet.Arrange(tiles, Math.Min(Columns, tiles.Count), Math.Min(CellWidth, width));
    }

    private static RgbImage Colors(ReadOnlySpan<float> planes, int width, int height, AugmentationConfig augmentation)
    {
        var image = new RgbImage(width, height);
        var area = width * height;
        for (var c = 0; c < 3; c++)
        {
            for (var i = 0; i < area; i++)
            {
                image.Pixels[(3 * i) + c] = (byte)Math.Clamp(Math.Round((planes[(c * area) + i] * augmentation.Std[c]) + augmentation.Mean[c]), 0, 255);
            }
        }

        return image;
    }
}
