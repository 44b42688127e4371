using Panoptes.Data.Classes;
using Panoptes.Foundation;

namespace Panoptes.Data.Samples;

/// <summary>
/// Images whose labels are what a network says of them when they are read, whole and as they are on disk. A prediction is a layer of the
/// sample like any other: resize, crop and flip move it by the one geometry that moves the image.
/// </summary>
/// <param name="images">The images; labels that they may have are not read.</param>
/// <param name="predicted">The parts that the network gives.</param>
/// <param name="predict">
/// Makes the layers of an image. Called by several threads at a time; a function of the image alone, as batches must not depend on when
/// they are read.
/// </param>
public sealed class PredictedDataset(IDataset images, SampleParts predicted, Func<Sample, PredictedLayers> predict) : IDataset
{
    private readonly ClassTable trainIds = images.Classes.OfTrainIds();

    /// <inheritdoc/>
    public string Name => images.Name;

    /// <inheritdoc/>
    public int Count => images.Count;

    /// <inheritdoc/>
    public ClassTable Classes => images.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => images.Notes;

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => images.Warnings;

    /// <inheritdoc/>
    public SampleParts Available => SampleParts.Image | predicted;

    /// <inheritdoc/>
    public SampleFiles Files(int index) => images.Files(index) with { Label = null, Instance = null };

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts = SampleParts.All) => Load(index, parts, new SampleBuffers());

    /// <inheritdoc/>
    public Sample Load(int index, SampleParts parts, SampleBuffers buffers)
    {
        var image = images.Load(index, SampleParts.Image, buffers);
        if ((parts & predicted) == SampleParts.None)
        {
            return image;
        }

        var layers = predict(image);
        RequireImageSize(image, layers.Labels?.Width, layers.Labels?.Height);
        RequireImageSize(image, layers.Segments?.Ids.Width, layers.Segments?.Ids.Height);
        return new Sample(Files(index), image.Image)
        {
            StoredLabels = layers.Labels is { } labels ? new StoredLabels($"prediction for {image.ImageFile}", labels, trainIds) : null,
            Segments = layers.Segments,
            Instances = layers.Instances,
        };
    }

    private static void RequireImageSize(Sample image, int? width, int? height)
    {
        if (width is not null && (width != image.Image.Width || height != image.Image.Height))
        {
            throw new InputException(
                image.ImageFile, $"a prediction of {width}x{height} pixels", $"{image.Image.Width}x{image.Image.Height}, as the image has",
                "let the network predict at the image's own size");
        }
    }
}
