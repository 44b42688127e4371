using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Sessions;
using Panoptes.Imaging;
using Panoptes.Inference.Contracts;
using Panoptes.Models.Outputs;
using Panoptes.Serving.Models;

namespace Panoptes.Cli.Serving;

/// <summary>A run's model, or one of a file of weights, behind HTTP: read as <c>predict</c> reads it.</summary>
/// <param name="model">The model; disposed here.</param>
internal sealed class TensorModel(LoadedModel model) : IServedModel
{
    private const int AcceleratorBatch = 8;

    public ServedModelInfo Info { get; } = new(
        model.Network, model.Task.ToString().ToLowerInvariant(), model.Weights, "libtorch",
        [.. model.Classes.Select(row => new ModelClass(row.Name, row.Color, row.IsThing, row.RawId))]);

    public int LargestBatch => int.MaxValue;

    public int UsualBatch => model.IsOnProcessor ? 1 : AcceleratorBatch;

    public (int Width, int Height) BatchSize(int width, int height) => (width, height);

    public IReadOnlyList<ImageReading> Read(IReadOnlyList<RgbImage> images)
    {
        if (model.Task != SegmentationTask.Semantic)
        {
            return model.Read(images, Segments);
        }

        IReadOnlyList<Plane<ushort>>? labels = null;
        return model.Read<ImageReading>(
            images, image => new ImageReading.Labels((labels ??= image.Batch.Labels())[image.Place]));
    }

    public void Dispose() => model.Dispose();

    private ImageReading Segments(BatchImage image) => model.Task == SegmentationTask.Panoptic
        ? new ImageReading.Segments(image.Batch.Panoptic(image.Place))
        : new ImageReading.Objects(image.Batch.Instances(image.Place));
}
