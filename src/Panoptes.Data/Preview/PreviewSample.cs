using Panoptes.Data.Augmentation;
using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Preview;

/// <summary>One sample as a preview shows it: pictures and counts.</summary>
/// <param name="Files">Its files.</param>
/// <param name="Image">The picture, small.</param>
/// <param name="Overlay">The labels in full colors with their boundaries, and the picture where they are void; null without labels.</param>
/// <param name="Depth">The depth as gray levels; null without.</param>
/// <param name="Pixels">Pixels by train id, and void last.</param>
/// <param name="Facts">Sizes and segments, short.</param>
internal sealed record PreviewSample(SampleFiles Files, RgbImage Image, RgbImage? Overlay, RgbImage? Depth, long[] Pixels, string Facts)
{
    private static readonly Rgb TargetColor = new(255, 230, 0);

    /// <summary>What its crop is laid round; null where it lies anywhere.</summary>
    public PreviewedTarget? Target { get; private init; }

    /// <summary>Draws a sample.</summary>
    public static PreviewSample Make(
        Sample sample, ClassTable classes, DataPreviewOptions options, SeededRandom random, CropTarget? drawn = null)
    {
        var image = sample.Image;
        var (width, height) = (image.Width, image.Height);
        var geometry = Geometry.Identity(width, height);
        CropTarget? target = null;
        if (options.Augmentation is not null)
        {
            var transform = new TrainTransform(options.Augmentation, options.Sampling.Config);
            target = TargetChoice.Of(drawn, sample, options.Sampling.Config, classes.VoidTrainId, random);
            geometry = transform.DrawGeometry(sample, random, target);
            var mean = options.Augmentation.Mean;
            image = Resampler.Color(image, geometry, new Rgb((byte)mean[0], (byte)mean[1], (byte)mean[2]));
            transform.DrawPhotometric(random).Apply(image);
        }

        var shownHeight = Math.Max(1, (int)((long)image.Height * options.Width / image.Width));
        var small = DisplaySize.Fit(image, options.Width, shownHeight);
        var pixels = new long[classes.Count + 1];
        RgbImage? overlay = null;
        if (sample.StoredLabels is { } stored)
        {
            var full = Move(stored, geometry, sample.ImageFile);
            foreach (var id in full.Pixels)
            {
                pixels[Math.Min(id, classes.Count)]++;
            }

            var labels = DisplaySize.Fit(full, options.Width, shownHeight);
            overlay = DrawLabels(small, labels, classes, sample.Segments, geometry);
        }

        if (target is not null)
        {
            TargetOutline.Draw(small, geometry, target, TargetColor);
            TargetOutline.Draw(overlay ?? small, geometry, target, TargetColor);
        }

        return new PreviewSample(
            sample.Files, small, overlay, DepthPicture(sample.Depth, geometry, small.Width, small.Height), pixels,
            Describe(sample, geometry))
        {
            Target = target is null ? null : Describe(target, geometry, classes),
        };
    }

    private static PreviewedTarget Describe(CropTarget target, Geometry geometry, ClassTable classes)
    {
        var (left, top, right, bottom) = target.BoxIn(geometry);
        var segment = target.Segment;
        return new PreviewedTarget(
            target.Pair, classes.Names[segment.TrainId], segment.Id, target.Size, target.SizeIn(geometry),
            Math.Sqrt(Math.Max(0, right - left) * Math.Max(0, bottom - top)));
    }

    private static Plane<ushort> Move(StoredLabels stored, Geometry geometry, string imageFile)
    {
        var trainIds = new long[geometry.Width * geometry.Height];
        LabelWriter.Write(stored, geometry, imageFile, trainIds);
        return new Plane<ushort>(geometry.Width, geometry.Height, Array.ConvertAll(trainIds, id => (ushort)id));
    }

    private static RgbImage DrawLabels(RgbImage small, Plane<ushort> labels, ClassTable classes, SegmentMap? segments, Geometry geometry)
    {
        var overlay = Imaging.Drawing.Overlay.Labels(small, labels, classes.Palette, 1, classes.VoidTrainId);
        Boundaries.Draw(overlay, labels, Rgb.White);
        if (segments is not null)
        {
            var moved = Resampler.Ids(segments.Ids, geometry.ForSource(segments.Ids.Width, segments.Ids.Height), 0);
            Boundaries.Draw(overlay, DisplaySize.Fit(moved, overlay.Width, overlay.Height), Rgb.White);
        }

        return overlay;
    }

    private static RgbImage? DepthPicture(Plane<float>? depth, Geometry geometry, int width, int height)
    {
        if (depth is null)
        {
            return null;
        }

        var small = Resampler.Scalar(
            depth, geometry.ForSource(depth.Width, depth.Height).Resize(width, height), ScalarRule.PixelCenterNearest, 0);
        var near = small.Pixels.Where(d => d > 0).DefaultIfEmpty(1).Min();
        var picture = new RgbImage(width, height);
        for (var i = 0; i < small.Pixels.Length; i++)
        {
            // Nearness rather than depth: near things differ in it as they do to the eye.
            var level = small.Pixels[i] > 0 ? (byte)(255 * near / small.Pixels[i]) : (byte)0;
            picture.Pixels.AsSpan(3 * i, 3).Fill(level);
        }

        return picture;
    }

    private static string Describe(Sample sample, Geometry geometry)
    {
        var facts = new List<string> { $"image {sample.NativeWidth}x{sample.NativeHeight}" };
        if (sample.StoredLabels is { } labels && (labels.Width != sample.NativeWidth || labels.Height != sample.NativeHeight))
        {
            facts.Add($"labels {labels.Width}x{labels.Height}");
        }

        if (sample.Segments is { } segments)
        {
            facts.Add($"{segments.Segments.Count(s => s.IsThing && !s.IsCrowd)} things, {segments.Segments.Count(s => !s.IsThing)} stuff, "
                + $"{segments.Segments.Count(s => s.IsCrowd)} crowds");
        }

        if (geometry != Geometry.Identity(sample.NativeWidth, sample.NativeHeight))
        {
            facts.Add($"scale {1 / geometry.ScaleX:0.00}{(geometry.MirrorX ? ", mirrored" : "")}");
        }

        return string.Join("; ", facts);
    }
}
