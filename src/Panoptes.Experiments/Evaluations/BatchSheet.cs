using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Preview;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Tensors;

namespace Panoptes.Experiments.Evaluations;

/// <summary>
/// Draws what the network is shown: a batch after all transforms, with label boundaries on the images, and in red the boxes that crops are
/// laid round.
/// </summary>
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
        var (height, width) = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        var tiles = new List<ContactTile>();
        for (var n = 0; n < Math.Min(most, batch.Samples.Count); n++)
        {
            var image = batch.Picture(n, augmentation);
            var (ids, unknown) = Borders(batch, n, width, height, voidId);
            Overlay.Hatch(image, ids, unknown, new Rgb(150, 150, 150));
            Boundaries.Draw(image, ids, new Rgb(255, 235, 60));
            var sample = batch.Samples[n];
            if (sample.Target is { } target)
            {
                TargetOutline.Draw(image, sample.Geometry, target, new Rgb(255, 40, 40));
            }

            tiles.Add(new ContactTile(image, sample.Name));
        }

        return ContactSheet.Arrange(tiles, Math.Min(Columns, tiles.Count), Math.Min(CellWidth, width));
    }

    // What the truth tells apart: segments or objects where the batch has them, else classes; and the id of what it says nothing of. One
    // region where a stream has no truth.
    private static (Plane<int> Ids, int Unknown) Borders(Batch batch, int sample, int width, int height, int voidId)
    {
        var area = width * height;
        if (batch.Targets.Segments is { } segments)
        {
            return (new Plane<int>(width, height, segments.Ids.Contiguous().Data<int>().Slice(sample * area, area).ToArray()), 0);
        }

        var ids = new Plane<int>(width, height);
        if (batch.Targets.Instances is { } instances)
        {
            for (var place = 0; place < instances[sample].Count; place++)
            {
                instances[sample][place].Mask.Paint(ids, place + 1);
            }

            return (ids, -1);
        }

        if (batch.Targets.Labels is not { } maps)
        {
            return (ids, -1);
        }

        var labels = maps.Contiguous().Data<long>();
        for (var i = 0; i < area; i++)
        {
            ids.Pixels[i] = (int)labels[(sample * area) + i];
        }

        return (ids, voidId);
    }
}
