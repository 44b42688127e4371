using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Data.Preview;

/// <summary>
/// Samples as training sees them where a batch is changed as a whole: drawn from the tensors of the batches that a stream of the seed
/// begins with, with the outlines of what was pasted.
/// </summary>
internal static class BatchPreview
{
    private static readonly Rgb PastedColor = new(255, 60, 60);

    /// <summary>Whether an augmentation changes batches, so that a sample alone does not show it.</summary>
    public static bool IsNeeded(AugmentationConfig? augmentation) =>
        augmentation is { CopyPaste: not null } or { Strong: not null } or { ResolutionJitter: not null };

    /// <summary>Looks at the first batches of a stream; labeled objects are pasted, as in the first steps of a training.</summary>
    /// <param name="dataset">The split.</param>
    /// <param name="options">What to show.</param>
    /// <exception cref="Foundation.InputException">A sample cannot be read, or the data set lacks what is pasted.</exception>
    public static PreviewedSample[] Look(IDataset dataset, DataPreviewOptions options)
    {
        var augmentation = options.Augmentation! with
        {
            CopyPaste = options.Augmentation.CopyPaste is { } paste ? paste with { Source = CopyPasteSource.Labels } : null,
        };
        var parts = SampleParts.Image | (dataset.Available & (SampleParts.Labels | SampleParts.Segments | SampleParts.Instances));
        using var loader = new BatchLoader(
            dataset, augmentation, new LoaderConfig { Workers = 0 }, options.BatchSize, options.Seed, parts: parts,
            sampling: options.Sampling);
        var samples = new List<PreviewedSample>();
        for (var step = 0L; samples.Count < options.Samples; step++)
        {
            using var batch = loader.Take(step);
            for (var n = 0; n < batch.Samples.Count && samples.Count < options.Samples; n++)
            {
                samples.Add(Draw(batch, n, dataset.Classes, options));
            }
        }

        return [.. samples];
    }

    private static PreviewedSample Draw(Batch batch, int n, ClassTable classes, DataPreviewOptions options)
    {
        var info = batch.Samples[n];
        var (width, height) = (info.Geometry.Width, info.Geometry.Height);
        var picture = batch.Picture(n, options.Augmentation!);
        var pasted = new Plane<int>(width, height);
        foreach (var (place, one) in info.Pasted.Index())
        {
            one.Mask.Paint(pasted, place + 1);
        }

        var pixels = new long[classes.Count + 1];
        RgbImage? overlay = null;
        if (batch.Targets.Labels is { } labels)
        {
            var ids = labels.Data<long>().Slice(n * width * height, width * height);
            var shown = new Plane<ushort>(width, height);
            for (var i = 0; i < ids.Length; i++)
            {
                shown.Pixels[i] = (ushort)ids[i];
                pixels[Math.Min(shown.Pixels[i], classes.Count)]++;
            }

            overlay = Overlay.Labels(picture, shown, classes.Palette, 1, classes.VoidTrainId);
            Boundaries.Draw(overlay, shown, Rgb.White);
            if (batch.Targets.Segments is { } segments)
            {
                var places = segments.Ids.Data<int>().Slice(n * width * height, width * height);
                Boundaries.Draw(overlay, new Plane<int>(width, height, places.ToArray()), Rgb.White);
            }

            Boundaries.Draw(overlay, pasted, PastedColor);
        }

        Boundaries.Draw(picture, pasted, PastedColor);
        return new PreviewedSample(info.Files)
        {
            Pictures = DataPreview.Pictures(
                (Fit(picture, options.Width), "image"),
                (overlay is null ? null : Fit(overlay, options.Width), DataPreview.Labels)),
            Pixels = pixels,
            Facts = Describe(info),
        };
    }

    private static RgbImage Fit(RgbImage image, int width) =>
        DisplaySize.Fit(image, width, Math.Max(1, (int)((long)image.Height * width / image.Width)));

    private static string Describe(SampleInfo info)
    {
        var geometry = info.Geometry;
        var size = $"{geometry.Width}x{geometry.Height}, scale {1 / geometry.ScaleX:0.00}{(geometry.MirrorX ? ", mirrored" : "")}";
        var sources = info.Pasted.Select(one => one.Source).Distinct().ToList();
        return info.Pasted.Count == 0 ? size : $"{size}; {info.Pasted.Count} pasted, of {string.Join(", ", sources)}";
    }
}
