using Panoptes.Data.AnnotationChecks;
using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.Readers;

/// <summary>A split whose labels are made of annotations: COCO panoptic and instances.</summary>
internal sealed class DerivedDataset : IDataset, IAnnotationChecks
{
    private readonly SampleFiles[] files;
    private readonly ClassTable trainIdTable;

    /// <summary>Makes a split from its index.</summary>
    public DerivedDataset(string name, ClassTable classes, IEnumerable<SampleFiles> files, SampleParts available)
    {
        (Name, Classes, Available, trainIdTable) = (name, classes, available, classes.OfTrainIds());
        this.files = [.. files];
    }

    /// <summary>Makes the layers of a sample; gets the image where it is read.</summary>
    public required Func<int, SampleFiles, RgbImage?, DerivedLayers> Read { get; init; }

    /// <summary>Checks the annotation of a sample; there is nothing to check where none is given.</summary>
    public Func<int, IEnumerable<InputException>> Check { get; init; } = _ => [];

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => files.Length;

    /// <inheritdoc/>
    public ClassTable Classes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> SharedFiles { get; init; } = [];

    /// <inheritdoc/>
    public SampleParts Available { get; }

    /// <inheritdoc/>
    public bool ImagesAreFiles => true;

    /// <inheritdoc/>
    public SampleFiles Files(int index) => files[index];

    /// <inheritdoc/>
    public IEnumerable<InputException> CheckAnnotation(int index) => Check(index);

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All)
    {
        var file = files[index];
        var image = parts.HasFlag(SampleParts.Image) ? LayerFiles.ReadImage(file.Image) : null;
        if ((parts & (SampleParts.Labels | SampleParts.Segments | SampleParts.Instances)) == 0)
        {
            return new Sample(file, image);
        }

        var layers = Read(index, file, image);
        if (image is not null)
        {
            LayerFiles.RequireSameAspect(file.Image, image, file.Label, layers.TrainIds.Width, layers.TrainIds.Height);
        }

        return new Sample(file, image)
        {
            StoredLabels = new StoredLabels(file.Label!, layers.TrainIds, trainIdTable),
            Segments = layers.Segments,
            Instances = layers.Instances,
        };
    }
}
