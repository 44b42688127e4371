using Panoptes.Data.AnnotationChecks;
using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// A split whose samples are one image file and, by stem, a file a layer: what CamVid, Cityscapes and Vistas folders are.
/// </summary>
internal sealed class FileDataset : IDataset, IAnnotationChecks
{
    private readonly SampleFiles[] files;

    /// <summary>Makes a split from its index.</summary>
    public FileDataset(string name, ClassTable classes, IEnumerable<SampleFiles> files)
    {
        (Name, Classes, LabelClasses) = (name, classes, classes);
        this.files = [.. files];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => files.Length;

    /// <inheritdoc/>
    public ClassTable Classes { get; }

    /// <summary>The table of the label files, where they hold other ids than <see cref="Classes"/> lists first (train ids).</summary>
    public ClassTable LabelClasses { get; init; }

    /// <summary>Reads the segments of a sample.</summary>
    public Func<SampleFiles, SegmentMap?>? Segments { get; init; }

    /// <summary>Checks the annotation of a sample; nothing to check where null.</summary>
    public Func<SampleFiles, IEnumerable<InputException>>? Check { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> SharedFiles { get; init; } = [];

    /// <summary>Depth units a meter.</summary>
    public double DepthScale { get; init; } = 256;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <inheritdoc/>
    public SampleParts Available =>
        SampleParts.Image
        | (files.Length > 0 && files[0].Label is not null ? SampleParts.Labels : 0)
        | (Segments is not null ? SampleParts.Segments : 0)
        | (files.Length > 0 && files[0].Depth is not null ? SampleParts.Depth : 0);

    /// <inheritdoc/>
    public SampleFiles Files(int index) => files[index];

    /// <inheritdoc/>
    public IEnumerable<InputException> CheckAnnotation(int index) => Check?.Invoke(files[index]) ?? [];

    /// <inheritdoc/>
    public bool ImagesAreFiles => true;

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All) => Load(index, parts, new SampleBuffers());

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts, SampleBuffers buffers)
    {
        var file = files[index];
        parts &= Available;
        var image = parts.HasFlag(SampleParts.Image) ? LayerFiles.ReadImage(file.Image) : null;
        var labels =
            parts.HasFlag(SampleParts.Labels) && file.Label is not null ? LayerFiles.ReadLabels(file.Label, LabelClasses, buffers) : null;
        var depth = parts.HasFlag(SampleParts.Depth) && file.Depth is not null ? LayerFiles.ReadDepth(file.Depth, DepthScale) : null;
        var segments = parts.HasFlag(SampleParts.Segments) ? Segments!(file) : null;
        if (image is not null)
        {
            LayerFiles.RequireSameAspect(file.Image, image, file.Label, labels?.Width, labels?.Height);
            LayerFiles.RequireSameAspect(file.Image, image, file.Depth, depth?.Width, depth?.Height);
            LayerFiles.RequireSameAspect(file.Image, image, file.Instance, segments?.Ids.Width, segments?.Ids.Height);
        }

        return new Sample(file, image) { StoredLabels = labels, Depth = depth, Segments = segments };
    }
}
