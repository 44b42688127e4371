using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;
using Panoptes.Inference.Readings;

namespace Panoptes.Serving.Models;

/// <summary>An exported model, run by OnnxRuntime.</summary>
public sealed class OnnxModel : IServedModel
{
    private const string Panoptic = "panoptic";
    private const string Semantic = "semantic";
    private readonly OnnxNetwork network;

    private OnnxModel(OnnxNetwork network)
    {
        this.network = network;
        var contract = network.Contract;
        Info = new ServedModelInfo(contract.Model, contract.Task, contract.Weights, "OnnxRuntime", contract.Classes)
        {
            Size = contract.Size,
        };
    }

    /// <inheritdoc/>
    public ServedModelInfo Info { get; }

    /// <inheritdoc/>
    public int LargestBatch => network.LargestBatch;

    /// <inheritdoc/>
    public int UsualBatch => LargestBatch == int.MaxValue ? 1 : LargestBatch;

    /// <summary>Opens a model that <c>panoptes export</c> wrote.</summary>
    /// <param name="path">The <c>.onnx</c> file; its data file lies beside it.</param>
    /// <exception cref="InputException">There is no such file, it is broken, or its outputs are none that are read here.</exception>
    public static OnnxModel Open(string path)
    {
        var network = OnnxNetwork.Open(path);
        var contract = network.Contract;
        if ((contract.Task == Semantic && contract.Outputs is not (OutputKind.Kernels or OutputKind.Objects))
            || (contract.Task == Panoptic && contract.Outputs == OutputKind.Masks) || contract.Outputs == OutputKind.Objects)
        {
            return new OnnxModel(network);
        }

        network.Dispose();
        throw new InputException(
            path, $"a model of the task '{contract.Task}' with outputs of the kind {contract.Outputs}",
            "classes of pixels, segments of a network of masks, or objects of a detector", "serve its run's folder instead");
    }

    /// <inheritdoc/>
    public (int Width, int Height) BatchSize(int width, int height)
    {
        var content = network.Contract.Size.ContentOf(width, height);
        return network.Contract.Size.InputOf(content.Width, content.Height);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ImageReading> Read(IReadOnlyList<RgbImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        List<PreparedImage> prepared = [.. images.Select(network.Prepare)];
        var outputs = network.Run(prepared);
        return [.. prepared.Select((image, i) => Reading(image, outputs[i]))];
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private ImageReading Reading(PreparedImage image, IReadOnlyList<NetworkOutput> outputs) =>
        network.Contract.Outputs == OutputKind.Objects
            ? new ImageReading.Objects(NetworkReading.Instances(network.Contract, image, outputs))
        : Info.Task == Panoptic
        ? new ImageReading.Segments(NetworkReading.Panoptic(network.Contract, image, outputs))
        : new ImageReading.Labels(NetworkReading.Labels(network.Contract, image, outputs));
}
