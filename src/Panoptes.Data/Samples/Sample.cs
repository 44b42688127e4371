using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.Samples;

/// <summary>
/// One image with all that is known about it, in plain memory. The layers may have different resolutions but one aspect ratio.
/// </summary>
public sealed class Sample
{
    private readonly RgbImage? image;
    private Plane<ushort>? labels;

    /// <summary>Makes a sample.</summary>
    /// <param name="files">Where it came from.</param>
    /// <param name="image">The upright image, or null where it was not asked for.</param>
    public Sample(SampleFiles files, RgbImage? image)
    {
        Files = files;
        this.image = image;
        NativeWidth = image?.Width ?? 0;
        NativeHeight = image?.Height ?? 0;
    }

    /// <summary>The files it was read from.</summary>
    public SampleFiles Files { get; }

    /// <summary>The sample's name within its split.</summary>
    public string Name => Files.Name;

    /// <summary>The image file.</summary>
    public string ImageFile => Files.Image;

    /// <summary>The label file, where there is one.</summary>
    public string? LabelFile => Files.Label;

    /// <summary>The image, upright (EXIF orientation applied).</summary>
    /// <exception cref="InvalidOperationException">The sample was read without its image.</exception>
    public RgbImage Image => image ?? throw new InvalidOperationException($"{Files.Image} was read without its image");

    /// <summary>Whether the sample was read with its image.</summary>
    public bool HasImage => image is not null;

    /// <summary>The class of every pixel as train ids, void included; null where there are no labels or they were not asked for.</summary>
    /// <exception cref="InputException">A pixel holds an id that the class table does not list.</exception>
    public Plane<ushort>? Labels => labels ??= StoredLabels?.ToTrainIds();

    /// <summary>The labels as stored, with the table that makes train ids of them; what the loader moves and crops.</summary>
    public StoredLabels? StoredLabels { get; init; }

    /// <summary>Segments, where the data set has them and they were asked for.</summary>
    public SegmentMap? Segments { get; init; }

    /// <summary>Objects with masks of their own, which may overlap; null where the data set has none.</summary>
    public IReadOnlyList<InstanceMask>? Instances { get; init; }

    /// <summary>
    /// The size of its labels, and so of a prediction that is compared with them, in pixels; its image's where it was read without any.
    /// </summary>
    public (int Width, int Height) TruthSize =>
        StoredLabels is { } stored ? (stored.Width, stored.Height)
        : Segments is { } segments ? (segments.Ids.Width, segments.Ids.Height)
        : Instances is [var first, ..] ? (first.Mask.Width, first.Mask.Height)
        : (Image.Width, Image.Height);

    /// <summary>Depth in meters, 0 = unknown; null where there is none.</summary>
    public Plane<float>? Depth { get; init; }

    /// <summary>Width of the image file's upright image in pixels.</summary>
    public int NativeWidth { get; init; }

    /// <summary>Height of the image file's upright image in pixels.</summary>
    public int NativeHeight { get; init; }
}
