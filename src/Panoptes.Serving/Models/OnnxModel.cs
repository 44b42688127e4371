using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Inference.Networks;
using Panoptes.Inference.Readings;

namespace Panoptes.Serving.Models;

/// <summary>An exported model, run by OnnxRuntime.</summary>
public sealed class OnnxModel : IServedModel
{
    private readonly OnnxNetwork network;
    private readonly ReadingKind kind;

    private OnnxModel(OnnxNetwork network, ReadingKind kind)
    {
        (this.network, this.kind) = (network, kind);
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
        try
        {
            return new OnnxModel(network, NetworkReading.KindOf(network.Contract, path, "serve its run's folder instead"));
        }
        catch (InputException)
        {
            network.Dispose();
            throw;
        }
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

    private ImageReading Reading(PreparedImage image, IReadOnlyList<NetworkOutput> outputs) => kind switch
    {
        ReadingKind.Objects => new ImageReading.Objects(NetworkReading.Instances(network.Contract, image, outputs)),
        ReadingKind.Segments => new ImageReading.Segments(NetworkReading.Panoptic(network.Contract, image, outputs)),
        _ => new ImageReading.Labels(NetworkReading.Labels(network.Contract, image, outputs)),
    };
}
