using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;

namespace Panoptes.Diagnosis.Sheets;

/// <summary>
/// Pictures of what a training would be shown, after all transforms and from the batch's own tensors: the image with the boundaries of its
/// labels, boxes of things and void hatched; and the labels' colors that went the image's way under the same boundaries, which must fit
/// them to the pixel.
/// </summary>
public static class TransformedSheet
{
    private static readonly Rgb Line = new(255, 235, 60);
    private static readonly Rgb Box = new(255, 60, 60);
    private static readonly Rgb Void = new(150, 150, 150);

    /// <summary>Draws the first samples of a training.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="augmentation">How training varies its samples.</param>
    /// <param name="seed">Which draws.</param>
    /// <param name="count">How many samples, at least 1.</param>
    /// <exception cref="Foundation.InputException">A sample cannot be read.</exception>
    public static IReadOnlyList<DoctorPicture> Draw(IDataset dataset, AugmentationConfig augmentation, long seed, int count)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(augmentation);
        var parts = SampleParts.Image | (dataset.Available & (SampleParts.Labels | SampleParts.Segments));
        var still = new LoaderConfig { Workers = 0, Prefetch = 1, ChannelsLast = false };
        using var images = new BatchLoader(dataset, augmentation, still, count, seed, parts: parts);
        using var ghosts = new BatchLoader(
            new GhostDataset(dataset), augmentation with { Photometric = false, Strong = null, PadColor = null }, still, count, seed,
            parts: parts);
        using var scope = TensorScope.Open();
        using var batch = images.Take(0);
        using var ghost = ghosts.Take(0);
        var pictures = new List<DoctorPicture>();
        for (var n = 0; n < batch.Samples.Count; n++)
        {
            var (ids, boxed) = Regions(batch, n, dataset.Classes.VoidTrainId);
            var (seen, other) = (batch.Picture(n, augmentation), ghost.Picture(n, augmentation));
            var marks = new RgbImage(seen.Width, seen.Height);
            Overlay.Hatch(marks, ids, -1, Void);
            foreach (var picture in new[] { marks, other })
            {
                Boundaries.Draw(picture, ids, Line, BoundaryLine.Thin);
            }

            foreach (var box in boxed)
            {
                Shapes.Outline(marks, box.Left, box.Top, box.Width, box.Height, Box);
            }

            var geometry = batch.Samples[n].Geometry;
            var facts = FormattableString.Invariant(
                $"scale {1 / geometry.ScaleX:0.00}{(geometry.MirrorX ? ", mirrored" : "")}, {geometry.Width}x{geometry.Height}");
            pictures.Add(new DoctorPicture(
                batch.Samples[n].Name, facts, "as training sees it", seen,
                [
                    new DoctorLayer("boundaries, boxes and void", ColorLayer.Of(marks).Encode(), HasClasses: false),
                    new DoctorLayer("its labels sent the image's way", PngFile.EncodeRgb(other), HasClasses: true),
                ]));
        }

        return pictures;
    }

    /// <summary>What labels tell apart in a sample of a batch, -1 where nothing; and the boxes of its things.</summary>
    private static (Plane<int> Ids, IReadOnlyList<PixelRectangle> Boxes) Regions(Batch batch, int sample, int voidId)
    {
        var (height, width) = ((int)batch.Images.Size(2), (int)batch.Images.Size(3));
        var area = height * width;
        var ids = new Plane<int>(width, height);
        if (batch.Targets.Segments is { } segments)
        {
            var all = segments.Ids.Contiguous().Data<int>();
            for (var i = 0; i < area; i++)
            {
                ids.Pixels[i] = all[(sample * area) + i] - 1;
            }

            var things = segments.Tables[sample].Where(target => target.IsThing && !target.IsCrowd).Select(target => target.Id - 1);
            return (ids, Boxes(ids, things));
        }

        var labels = batch.Labels.Contiguous().Data<long>();
        for (var i = 0; i < area; i++)
        {
            var id = (int)labels[(sample * area) + i];
            ids.Pixels[i] = id == voidId ? -1 : id;
        }

        return (ids, []);
    }

    private static List<PixelRectangle> Boxes(Plane<int> ids, IEnumerable<int> things) =>
        [.. SegmentBoxes.Of(ids, things).Where(thing => !thing.Value.IsEmpty).OrderBy(thing => thing.Key).Select(thing => thing.Value)];
}
