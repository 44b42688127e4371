using System.Buffers;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data;

/// <summary>
/// The supervised training pipeline of mmsegmentation (specs: random resize, crop with cat_max_ratio, flip, photometric distortion,
/// normalise, pad). Everything that moves pixels is one <see cref="Geometry"/>, drawn once and applied to every layer.
/// </summary>
public sealed class TrainTransform
{
    private const int CropTries = 10;
    private static readonly PhotometricDistortion Distortion = new();
    private readonly AugmentationConfig config;
    private readonly Normalisation normalisation;

    /// <summary>Makes the pipeline.</summary>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public TrainTransform(AugmentationConfig config)
    {
        config.Check();
        this.config = config;
        normalisation = new Normalisation([.. config.Mean.Select(v => (float)v)], [.. config.Std.Select(v => (float)v)]);
    }

    /// <summary>Height of what comes out, in pixels.</summary>
    public int Height => config.Crop[0];

    /// <summary>Width of what comes out, in pixels.</summary>
    public int Width => config.Crop[1];

    /// <summary>Draws how a sample is moved.</summary>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="labels">Its labels, which decide whether a crop is varied enough; any crop will do where null.</param>
    /// <param name="random">Where the draws come from.</param>
    public Geometry DrawGeometry(int width, int height, StoredLabels? labels, SeededRandom random)
    {
        var (scaledWidth, scaledHeight) = ScaledSize(width, height, random.NextDouble(config.ResizeMin, config.ResizeMax));
        var flip = random.NextBool(config.Flip);
        var resized = Geometry.Identity(width, height).Resize(scaledWidth, scaledHeight);
        int cropWidth = Math.Min(Width, scaledWidth), cropHeight = Math.Min(Height, scaledHeight);
        Geometry geometry;
        var tries = 0;
        do
        {
            var y = random.NextInt(0, scaledHeight - cropHeight + 1);
            var x = random.NextInt(0, scaledWidth - cropWidth + 1);
            geometry = resized.Crop(x, y, cropWidth, cropHeight);
            tries++;
        }
        while (tries <= CropTries && labels is not null && config.CatMaxRatio < 1 && !IsVaried(labels, geometry));

        return (flip ? geometry.FlipHorizontal() : geometry).PadTo(Width, Height);
    }

    /// <summary>Draws the photometric distortion of a sample; one that does nothing where it is switched off.</summary>
    public PhotometricPlan DrawPhotometric(SeededRandom random) =>
        config.Photometric ? Distortion.Draw(new SeededDraws(random)) : new PhotometricPlan();

    /// <summary>Draws and writes one sample of a batch.</summary>
    /// <param name="sample">The sample, with labels; without its image, that is read from its file: only what the crop shows.</param>
    /// <param name="random">Where the draws come from; the result is a function of its seeds and the sample.</param>
    /// <param name="planar">Takes 3 * Height * Width normalised values; padding is 0, the mean colour.</param>
    /// <param name="labels">Takes Height * Width train ids; padding is void.</param>
    /// <param name="buffers">Memory for an image that is read; new memory where null.</param>
    /// <returns>The geometry drawn.</returns>
    /// <exception cref="InputException">A label id in the crop is not in the class table.</exception>
    public Geometry Apply(Sample sample, SeededRandom random, Span<float> planar, Span<long> labels, SampleBuffers? buffers = null)
    {
        var stored = sample.StoredLabels ?? throw new InputException(sample.ImageFile, "no labels", "an image with labels", "train on a split that has labels");
        var (width, height) = sample.HasImage ? (sample.Image.Width, sample.Image.Height) : SizeOf(sample.ImageFile);
        var geometry = DrawGeometry(width, height, stored, random);
        var (image, shown) = sample.HasImage ? (sample.Image, geometry) : ImageFile.ReadFor(sample.ImageFile, geometry, reuse: buffers?.Image);
        if (buffers is not null && !sample.HasImage)
        {
            buffers.Image = image;
        }

        Resampler.ColourToPlanarFloat(image, shown, normalisation, planar, DrawPhotometric(random));
        WriteTrainIds(stored, geometry, sample.ImageFile, labels);
        return geometry;
    }

    /// <summary>Writes the train ids of the labels that a geometry shows; padding is void.</summary>
    /// <param name="labels">The labels, of any resolution.</param>
    /// <param name="geometry">The geometry of the image.</param>
    /// <param name="imageFile">The image, for messages.</param>
    /// <param name="trainIds">Takes one train id an output pixel.</param>
    /// <exception cref="InputException">An id that is not in the table; with file, pixel, id and allowed ids.</exception>
    public static void WriteTrainIds(StoredLabels labels, Geometry geometry, string imageFile, Span<long> trainIds)
    {
        geometry = geometry.ForSource(labels.Width, labels.Height, labels.File, imageFile);
        var lookup = labels.Classes.Lookup;
        var voidId = (long)labels.Classes.VoidTrainId;
        var content = geometry.Content;
        if (labels.Bytes is not null)
        {
            Resampler.Ids<byte, long>(labels.Bytes, geometry, 0, trainIds);
        }
        else
        {
            Resampler.Ids<ushort, long>(labels.Words!, geometry, 0, trainIds);
        }

        for (var y = 0; y < geometry.Height; y++)
        {
            var row = trainIds.Slice(y * geometry.Width, geometry.Width);
            if (y < content.Top || y >= content.Bottom)
            {
                row.Fill(voidId);
                continue;
            }

            row[..content.Left].Fill(voidId);
            row[content.Right..].Fill(voidId);
            var least = 0;
            for (var x = content.Left; x < content.Right; x++)
            {
                var id = lookup[(int)row[x] & 0xFFFF];
                least |= id;
                row[x] = id;
            }

            if (least < 0)
            {
                var (sx, sy) = geometry.ToSource(row.IndexOf(-1L) + .5, y + .5);
                throw labels.Unlisted((int)sx, (int)sy);
            }
        }
    }

    /// <summary>
    /// Whether a crop has at least two classes of which none covers <see cref="AugmentationConfig.CatMaxRatio"/> of the labelled
    /// pixels. Counts exactly the pixels that the labels will have in that crop, and touches no other.
    /// </summary>
    /// <param name="labels">The labels, of any resolution.</param>
    /// <param name="geometry">The crop, without padding.</param>
    public bool IsVaried(StoredLabels labels, Geometry geometry)
    {
        geometry = geometry.ForSource(labels.Width, labels.Height, labels.File);
        var counts = new CropCounts(labels.Classes);
        if (labels.Bytes is not null)
        {
            Count(labels.Bytes, geometry, counts.AddBytes);
        }
        else
        {
            Count(labels.Words!, geometry, counts.AddWords);
        }

        var (classes, total, largest) = counts.Summary();
        return classes >= 2 && largest < config.CatMaxRatio * total;
    }

    private static (int Width, int Height) SizeOf(string imageFile)
    {
        var header = ImageFile.ReadHeader(imageFile);
        return (header.Width, header.Height);
    }

    private static void Count<T>(Plane<T> ids, Geometry geometry, Action<ReadOnlyMemory<T>> add)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var area = geometry.Width * geometry.Height;
        var buffer = ArrayPool<T>.Shared.Rent(area);
        try
        {
            Resampler.Ids<T, T>(ids, geometry, T.Zero, buffer.AsSpan(0, area));
            add(buffer.AsMemory(0, area));
        }
        finally
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }

    private (int Width, int Height) ScaledSize(int width, int height, double factor)
    {
        if (config.BaseSize is { } size)
        {
            return KeptRatio.Fit(width, height, (int)(size[0] * factor), (int)(size[1] * factor));
        }

        return (Math.Max(1, (int)(width * factor)), Math.Max(1, (int)(height * factor)));
    }
}
