using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Photometrics;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Augmentation;

/// <summary>
/// The supervised training pipeline: random resize, crop (with mmsegmentation's cat_max_ratio), flip, photometric distortion,
/// normalize, pad. Everything that moves pixels is one <see cref="Geometry"/>, drawn once and applied to every layer.
/// </summary>
public sealed class TrainTransform
{
    private const int CropTries = 10;
    private readonly PhotometricDistortion distortion;
    private readonly AugmentationConfig config;
    private readonly Normalization normalization;
    private readonly TargetResize? targets;

    /// <summary>Makes the pipeline.</summary>
    /// <param name="config">How samples are varied.</param>
    /// <param name="sampler">How a crop is laid round a segment; crops lie anywhere where null.</param>
    /// <exception cref="InputException">A setting is out of range, or crops are to be laid round segments and there are none.</exception>
    public TrainTransform(AugmentationConfig config, SamplerConfig? sampler = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Check();
        this.config = config;
        if (sampler is { Kind: SamplerKind.ThingCenter or SamplerKind.ClassPair })
        {
            Require.That(
                IsFixedSize, "augmentation.crop", "[]",
                $"[height, width], as data.sampler.kind={Key(sampler.Kind)} lays crops round segments",
                "set augmentation.crop, or data.sampler.kind=random");
            targets = new TargetResize(sampler, config.Crop);
        }

        distortion = config.ColorJitter.Distortion();
        normalization = new Normalization([.. config.Mean.Select(v => (float)v)], [.. config.Std.Select(v => (float)v)]);
    }

    /// <summary>Whether what comes out has one size, that of the crop; else each image comes out whole.</summary>
    public bool IsFixedSize => config.Crop.Count == 2;

    /// <summary>Height of what comes out, in pixels.</summary>
    /// <exception cref="InvalidOperationException">Images come out whole.</exception>
    public int Height => IsFixedSize ? config.Crop[0] : throw new InvalidOperationException("images come out whole, each in its own size");

    /// <summary>Width of what comes out, in pixels.</summary>
    /// <exception cref="InvalidOperationException">Images come out whole.</exception>
    public int Width => IsFixedSize ? config.Crop[1] : throw new InvalidOperationException("images come out whole, each in its own size");

    /// <summary>Whether labels decide which crop is taken.</summary>
    public bool UsesLabels => IsFixedSize && config.CatMaxRatio < 1;

    /// <summary>Draws how a sample is moved.</summary>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="labels">Its labels, which decide whether a crop is varied enough; any crop will do where null.</param>
    /// <param name="random">Where the draws come from.</param>
    public Geometry DrawGeometry(int width, int height, StoredLabels? labels, SeededRandom random) =>
        DrawGeometry(width, height, labels, new SeededDraws(random));

    /// <summary>
    /// Draws how a sample is moved: the size, where no target asks for one; the flip; the crop's first row, then its column.
    /// </summary>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="labels">Its labels, which decide whether a crop is varied enough; any crop will do where null.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <param name="target">What the crop is laid round; it lies anywhere where null.</param>
    public Geometry DrawGeometry(int width, int height, StoredLabels? labels, IRandomSource random, CropTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (scaledWidth, scaledHeight) = target?.Size is not null
            ? targets!.Size(target, width, height)
            : ResizeDraw.Size(config, width, height, random);
        var flip = random.Uniform(0, 1) < config.Flip;
        var resized = Geometry.Identity(width, height).Resize(scaledWidth, scaledHeight);
        if (!IsFixedSize)
        {
            return flip ? resized.FlipHorizontal() : resized;
        }

        int cropWidth = Math.Min(Width, scaledWidth), cropHeight = Math.Min(Height, scaledHeight);
        Geometry geometry;
        var tries = 0;
        do
        {
            var (x, y) = target is null
                ? DrawCorner(scaledWidth - cropWidth, scaledHeight - cropHeight, flip, random)
                : DrawCorner(targets!.Ranges(target, resized), random);
            geometry = resized.Crop(x, y, cropWidth, cropHeight);
            tries++;
        }
        while (tries <= CropTries && labels is not null && config.CatMaxRatio < 1 && !IsVaried(labels, geometry));

        return (flip ? geometry.FlipHorizontal() : geometry).PadTo(Width, Height);
    }

    /// <summary>Draws the photometric distortion of a sample; one that does nothing where it is switched off.</summary>
    public PhotometricPlan DrawPhotometric(SeededRandom random) =>
        config.Photometric ? distortion.Draw(new SeededDraws(random)) : new PhotometricPlan();

    /// <summary>Draws and writes one sample of a batch.</summary>
    /// <param name="sample">The sample, with labels; without its image, that is read from its file: only what the crop shows.</param>
    /// <param name="random">Where the draws come from; the result is a function of its seeds and the sample.</param>
    /// <param name="planar">Takes 3 * Height * Width normalized values; padding is 0, the mean color, or the configured color.</param>
    /// <param name="labels">Takes Height * Width train ids; padding is void.</param>
    /// <param name="buffers">Memory for an image that is read; new memory where null.</param>
    /// <returns>The geometry drawn.</returns>
    /// <exception cref="InputException">A label id in the crop is not in the class table.</exception>
    public Geometry Apply(Sample sample, SeededRandom random, Span<float> planar, Span<long> labels, SampleBuffers? buffers = null)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var stored = sample.StoredLabels
            ?? throw new InputException(sample.ImageFile, "no labels", "an image with labels", "train on a split that has labels");
        var geometry = DrawGeometry(sample, random);
        WriteImage(sample, geometry, DrawPhotometric(random), planar, buffers);
        LabelWriter.Write(stored, geometry, sample.ImageFile, labels);
        return geometry;
    }

    /// <summary>Draws how a sample is moved; where it was read without its image, only the file's head is read.</summary>
    internal Geometry DrawGeometry(Sample sample, SeededRandom random, CropTarget? target = null)
    {
        var draws = new SeededDraws(random);
        if (sample.HasImage)
        {
            return DrawGeometry(sample.Image.Width, sample.Image.Height, sample.StoredLabels, draws, target);
        }

        var header = ImageFile.ReadHeader(sample.ImageFile);
        return DrawGeometry(header.Width, header.Height, sample.StoredLabels, draws, target);
    }

    /// <summary>
    /// Writes a sample's image, moved, distorted and normalized; one that was not read is read from its file, as far as it shows.
    /// </summary>
    internal void WriteImage(Sample sample, Geometry geometry, PhotometricPlan photometric, Span<float> planar, SampleBuffers? buffers)
    {
        var (image, shown) = sample.HasImage
            ? (sample.Image, geometry)
            : ImageFile.ReadFor(sample.ImageFile, geometry, reuse: buffers?.Image);
        if (buffers is not null && !sample.HasImage)
        {
            buffers.Image = image;
        }

        Resampler.ColorToPlanarFloat(image, shown, normalization, planar, photometric);
        if (config.PadColor is { } color)
        {
            FillPadding(geometry, color, planar);
        }
    }

    /// <summary>
    /// Whether a crop has at least two classes of which none covers <see cref="AugmentationConfig.CatMaxRatio"/> of the labeled
    /// pixels. Counts exactly the pixels that the labels will have in that crop, and touches no other.
    /// </summary>
    /// <param name="labels">The labels, of any resolution.</param>
    /// <param name="geometry">The crop, without padding.</param>
    public bool IsVaried(StoredLabels labels, Geometry geometry) => CropVariety.IsVaried(labels, geometry, config.CatMaxRatio);

    private static (int X, int Y) DrawCorner((CropRange X, CropRange Y) ranges, IRandomSource random)
    {
        var y = random.Integer(ranges.Y.Low, ranges.Y.High + 1);
        return (random.Integer(ranges.X.Low, ranges.X.High + 1), y);
    }

    private static string Key(SamplerKind kind) => kind == SamplerKind.ClassPair ? "class_pair" : "thing_center";

    // The diagonal is that of the image as it is seen: mirrored where it is flipped.
    private (int X, int Y) DrawCorner(int freeX, int freeY, bool flip, IRandomSource random)
    {
        if (config.CropCorrelated ?? (config.Resize == ResizeKind.Jitter))
        {
            var place = random.Uniform(0, 1);
            var (x, down) = ((int)Math.Round(freeX * place), (int)Math.Round(freeY * place));
            return (flip ? freeX - x : x, down);
        }

        var y = random.Integer(0, freeY + 1);
        return (random.Integer(0, freeX + 1), y);
    }

    private void FillPadding(Geometry geometry, IReadOnlyList<int> color, Span<float> planar)
    {
        var content = geometry.Content;
        for (var channel = 0; channel < 3; channel++)
        {
            var value = (color[channel] - normalization.Mean[channel]) / normalization.Std[channel];
            for (var y = 0; y < geometry.Height; y++)
            {
                var row = planar.Slice(((channel * geometry.Height) + y) * geometry.Width, geometry.Width);
                if (y < content.Top || y >= content.Bottom)
                {
                    row.Fill(value);
                    continue;
                }

                row[..content.Left].Fill(value);
                row[content.Right..].Fill(value);
            }
        }
    }
}
