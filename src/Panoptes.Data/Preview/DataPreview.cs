using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Data.Statistics;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Data.Preview;

/// <summary>A picture of a sample.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Encoded">The picture: a JPEG, or of labels a PNG whose colors are exact.</param>
public sealed record PreviewPicture(string Name, int Width, int Height, byte[] Encoded);

/// <summary>A sample as it is looked at.</summary>
/// <param name="Files">Its files.</param>
public sealed record PreviewedSample(SampleFiles Files)
{
    /// <summary>The image, its labels over it, its depth; those that there are.</summary>
    public IReadOnlyList<PreviewPicture> Pictures { get; init; } = [];

    /// <summary>Pixels by train id, and void last.</summary>
    public IReadOnlyList<long> Pixels { get; init; } = [];

    /// <summary>Sizes and segments, short.</summary>
    public string Facts { get; init; } = "";

    /// <summary>What its crop is laid round; null where it lies anywhere.</summary>
    public PreviewedTarget? Target { get; init; }

    /// <summary>Why it cannot be shown; null where it is.</summary>
    public string? Error { get; init; }
}

/// <summary>
/// A look at a data set: samples with their labels and boundaries drawn over them, and how much of each class there is.
/// </summary>
public sealed record DataPreview
{
    /// <summary>What the picture of labels is called.</summary>
    internal const string Labels = "labels over the image";

    private const int JpegQuality = 88;

    /// <summary>The data set.</summary>
    public required string Name { get; init; }

    /// <summary>How many samples it has.</summary>
    public required int Count { get; init; }

    /// <summary>The data set's folder, which files are called below; null to call them by their whole paths.</summary>
    public string? Root { get; init; }

    /// <summary>What is wrong with the split beside single samples, one line each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What was asked for.</summary>
    public required DataPreviewOptions Options { get; init; }

    /// <summary>Its classes.</summary>
    public required ClassTable Classes { get; init; }

    /// <summary>What was found out about it, and its warnings.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The samples drawn at random.</summary>
    public required IReadOnlyList<PreviewedSample> Samples { get; init; }

    /// <summary>What pairs are drawn; null where none are.</summary>
    public PairStatistics? Pairs { get; init; }

    /// <summary>Pixels of all of them by train id, and void last.</summary>
    public IReadOnlyList<long> Pixels =>
        [.. Enumerable.Range(0, Classes.Count + 1)
            .Select(c => Samples.Where(sample => sample.Error is null).Sum(sample => sample.Pixels[c]))];

    /// <summary>Looks at a data set.</summary>
    /// <param name="dataset">The split to look at.</param>
    /// <param name="options">What to show; the defaults where null.</param>
    /// <exception cref="InputException">The options are out of range. A sample that cannot be read is part of the result.</exception>
    public static DataPreview Of(IDataset dataset, DataPreviewOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new DataPreviewOptions();
        if (options.Samples < 1 || options.Width is < 16 or > 8192)
        {
            throw new InputException(
                "preview", $"{options.Samples} samples of width {options.Width}", "at least 1 sample, width 16 to 8192",
                "correct the settings");
        }

        var pairs = options is { Augmentation: not null, Sampling.Segments: { } segments }
            ? new PairSampler(segments, options.Sampling.Config, options.Seed) : null;
        var samples = BatchPreview.IsNeeded(options.Augmentation) ? BatchPreview.Look(dataset, options) : Look(dataset, pairs, options);
        return new DataPreview
        {
            Name = dataset.Name,
            Count = dataset.Count,
            Options = options,
            Classes = dataset.Classes,
            Notes = [.. dataset.Notes, .. dataset.Warnings.Select(warning => $"warning: {warning}")],
            Samples = samples,
            Pairs = pairs is null
                ? null
                : PairStatistics.Draw(dataset, options.Sampling, options.Augmentation!, options.Seed, options.PairsCounted),
        };
    }

    private static PreviewedSample[] Look(IDataset dataset, PairSampler? pairs, DataPreviewOptions options)
    {
        var samples = new PreviewedSample[pairs is null ? Math.Min(options.Samples, dataset.Count) : 2 * ((options.Samples + 1) / 2)];
        Parallel.For(0, samples.Length, i => samples[i] = pairs is null
            ? Look(dataset, (int)new KeyedPermutation(dataset.Count, options.Seed, 0x50)[i], options)
            : Look(dataset, pairs.Crop(i / 2, i % 2), i, options));
        return samples;
    }

    private static PreviewedSample Look(IDataset dataset, int index, DataPreviewOptions options) =>
        Look(dataset, index, options, new SeededRandom(options.Seed, index), null);

    // As the loader draws the crop of that place.
    private static PreviewedSample Look(IDataset dataset, TargetDraw draw, int place, DataPreviewOptions options) =>
        Look(dataset, draw.Image, options, new SeededRandom(options.Seed, place, 0xA6), draw.Target);

    private static PreviewedSample Look(
        IDataset dataset, int index, DataPreviewOptions options, SeededRandom random, CropTarget? drawn)
    {
        var files = dataset.Files(index);
        try
        {
            var sample = PreviewSample.Make(dataset.Load(index), dataset.Classes, options, random, drawn);
            return new PreviewedSample(files)
            {
                Pictures = Pictures(
                    (sample.Image, "image"), (sample.Overlay, Labels), (sample.Depth, "depth, near is bright")),
                Pixels = sample.Pixels,
                Facts = sample.Facts,
                Target = sample.Target,
            };
        }
        catch (InputException problem)
        {
            return new PreviewedSample(files) { Error = problem.Message };
        }
    }

    /// <summary>The pictures that there are, each with its name; those of labels without loss, so that a color says its class.</summary>
    internal static IReadOnlyList<PreviewPicture> Pictures(params (RgbImage? Image, string Name)[] pictures) =>
    [
        .. pictures.Where(one => one.Image is not null).Select(one => new PreviewPicture(
            one.Name, one.Image!.Width, one.Image.Height,
            one.Name == Labels ? PngFile.EncodeRgb(one.Image) : JpegFile.Encode(one.Image, JpegQuality, JpegSubsampling.None444))),
    ];
}
