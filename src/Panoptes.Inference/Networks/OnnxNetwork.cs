using Microsoft.ML.OnnxRuntime;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Inference.Contracts;

namespace Panoptes.Inference.Networks;

/// <summary>An exported network, run by OnnxRuntime on the processor. Several threads may use one at the same time.</summary>
public sealed class OnnxNetwork : IDisposable
{
    private readonly InferenceSession session;
    private readonly Normalization normalization;
    private readonly string input;

    private OnnxNetwork(InferenceSession session, ModelContract contract)
    {
        (this.session, Contract) = (session, contract);
        normalization = new Normalization(contract.Mean, contract.Std);
        input = session.InputNames[0];
    }

    /// <summary>What the file says of itself.</summary>
    public ModelContract Contract { get; }

    /// <summary>Opens a model that <c>panoptes export</c> wrote; its data file lies beside it.</summary>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <param name="threads">Threads of one run, at least 1; null takes the machine's cores.</param>
    /// <exception cref="InputException">There is no such file, it is broken, or another program wrote it.</exception>
    public static OnnxNetwork Open(string path, int? threads = null)
    {
        if (!File.Exists(path))
        {
            throw new InputException(path, "no such file", "a model that 'panoptes export' wrote", "check the path");
        }

        using var options = new SessionOptions();
        if (threads is { } count)
        {
            options.IntraOpNumThreads = count;
        }

        InferenceSession? session = null;
        try
        {
            session = new InferenceSession(path, options);
            var metadata = session.ModelMetadata.CustomMetadataMap;
            return metadata.TryGetValue(ModelContract.Key, out var json)
                ? new OnnxNetwork(session, ModelContract.Parse(json, path))
                : throw new InputException(
                    path, $"a model without the metadata '{ModelContract.Key}'", "a model that 'panoptes export' wrote",
                    "export it with Panoptes, or run it with OnnxRuntime itself");
        }
        catch (OnnxRuntimeException broken)
        {
            throw new InputException(
                path, $"a file that OnnxRuntime does not open ({broken.Message})", "a model that 'panoptes export' wrote",
                "keep NAME.onnx.data beside it, and export it again where that does not help", broken);
        }
        catch (InputException)
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>An image as this network takes it: resized, normalized, padded.</summary>
    public PreparedImage Prepare(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (contentWidth, contentHeight) = Contract.Size.ContentOf(image.Width, image.Height);
        var (width, height) = Contract.Size.InputOf(contentWidth, contentHeight);
        var geometry = Geometry.Identity(image.Width, image.Height);
        geometry = (contentWidth, contentHeight) == (image.Width, image.Height) ? geometry : geometry.Resize(contentWidth, contentHeight);
        var values = new float[3 * width * height];
        Resampler.ColorToPlanarFloat(
            image, geometry.PadTo(width, height), normalization, values, threads: Environment.ProcessorCount);
        return new PreparedImage(values, width, height, contentWidth, contentHeight, image.Width, image.Height);
    }

    /// <summary>Runs one image.</summary>
    /// <returns>Every output, of a batch of one.</returns>
    /// <exception cref="InputException">The network does not take an input of this size.</exception>
    public IReadOnlyList<NetworkOutput> Run(PreparedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var run = new RunOptions();
        using var values = OrtValue.CreateTensorValueFromMemory(image.Values, [1, 3, image.InputHeight, image.InputWidth]);
        try
        {
            using var results = session.Run(run, [input], [values], session.OutputNames);
            return [.. session.OutputNames.Zip(results, Copied)];
        }
        catch (OnnxRuntimeException refused)
        {
            throw new InputException(
                $"an input of {image.InputWidth}x{image.InputHeight} pixels", $"an error of OnnxRuntime ({refused.Message})",
                "an input that the model was exported for", "export the model with this size, or with --dynamic", refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static NetworkOutput Copied(string name, OrtValue value)
    {
        var about = value.GetTensorTypeAndShape();
        int[] shape = [.. about.Shape.Select(size => (int)size)];
        return new NetworkOutput(name, shape, about.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64
            ? [.. value.GetTensorDataAsSpan<long>().ToArray().Select(label => (float)label)]
            : value.GetTensorDataAsSpan<float>().ToArray());
    }
}
