using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
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
    private readonly int? fixedBatch;
    private readonly int threads;

    private OnnxNetwork(InferenceSession session, ModelContract contract, int threads)
    {
        (this.session, this.threads, Contract) = (session, threads, contract);
        normalization = new Normalization(contract.Mean, contract.Std);
        input = session.InputNames[0];
        fixedBatch = session.InputMetadata[input].Dimensions is [> 0 and var count, ..] ? count : null;
    }

    /// <summary>What the file says of itself.</summary>
    public ModelContract Contract { get; }

    /// <summary>The most images that run together: what the model was exported for, any number with <c>--dynamic batch</c>.</summary>
    public int LargestBatch => fixedBatch ?? int.MaxValue;

    /// <summary>Opens a model that <c>panoptes export</c> wrote; its data file lies beside it.</summary>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <param name="threads">Threads of one run and of preparing an image for it, at least 1; null takes the machine's cores.</param>
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
                ? new OnnxNetwork(session, ModelContract.Parse(json, path), threads ?? Environment.ProcessorCount)
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
        Resampler.ColorToPlanarFloat(image, geometry.PadTo(width, height), normalization, values, threads: threads);
        return new PreparedImage(values, width, height, contentWidth, contentHeight, image.Width, image.Height);
    }

    /// <summary>Runs one image.</summary>
    /// <returns>Every output, of a batch of one.</returns>
    /// <exception cref="InputException">The network does not take an input of this size.</exception>
    public IReadOnlyList<NetworkOutput> Run(PreparedImage image) => Run([image])[0];

    /// <summary>Runs images together.</summary>
    /// <param name="images">1 to <see cref="LargestBatch"/> images of one input size.</param>
    /// <returns>For each image every output, of a batch of one.</returns>
    /// <exception cref="InputException">The network does not take inputs of this size.</exception>
    public IReadOnlyList<IReadOnlyList<NetworkOutput>> Run(IReadOnlyList<PreparedImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        var (width, height) = (images[0].InputWidth, images[0].InputHeight);
        var places = fixedBatch ?? images.Count;
        if (images.Count > places || images.Any(image => (image.InputWidth, image.InputHeight) != (width, height)))
        {
            throw new ArgumentException(
                $"{images.Count} images of a batch; at most {places} of one input size go together", nameof(images));
        }

        var size = 3 * width * height;
        var together = places == 1 ? images[0].Values : new float[places * size];
        for (var i = 0; i < images.Count && places > 1; i++)
        {
            images[i].Values.CopyTo(together, i * size);
        }

        using var run = new RunOptions();
        using var values = OrtValue.CreateTensorValueFromMemory(together, [places, 3, height, width]);
        try
        {
            using var results = session.Run(run, [input], [values], session.OutputNames);
            return [.. Enumerable.Range(0, images.Count).Select(
                i => (IReadOnlyList<NetworkOutput>)[.. session.OutputNames.Zip(results, (name, value) => OfImage(name, value, i))])];
        }
        catch (OnnxRuntimeException refused)
        {
            throw new InputException(
                $"an input of {width}x{height} pixels", $"an error of OnnxRuntime ({refused.Message})",
                "an input that the model was exported for", "export the model with this size, or with --dynamic", refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    // Copied once, from OnnxRuntime's memory, which is gone after the run.
    private static NetworkOutput OfImage(string name, OrtValue value, int image)
    {
        var about = value.GetTensorTypeAndShape();
        int[] shape = [1, .. about.Shape.Skip(1).Select(size => (int)size)];
        var size = (int)(about.ElementCount / about.Shape[0]);
        if (about.ElementDataType != TensorElementType.Int64)
        {
            return new NetworkOutput(name, shape, value.GetTensorDataAsSpan<float>().Slice(image * size, size).ToArray());
        }

        var labels = value.GetTensorDataAsSpan<long>().Slice(image * size, size);
        var values = new float[size];
        for (var i = 0; i < size; i++)
        {
            values[i] = labels[i];
        }

        return new NetworkOutput(name, shape, values);
    }
}
