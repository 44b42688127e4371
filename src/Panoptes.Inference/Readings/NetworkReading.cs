using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;

namespace Panoptes.Inference.Readings;

/// <summary>Reads what a network puts out as classes of pixels or as segments, at the image's own size.</summary>
public static class NetworkReading
{
    /// <summary>What a model's outputs are read as.</summary>
    /// <param name="contract">What is known of the network.</param>
    /// <param name="file">The model's file, for the error.</param>
    /// <param name="advice">What to do with a model that is not read here.</param>
    /// <exception cref="InputException">The network puts out what this library does not read.</exception>
    public static ReadingKind KindOf(ModelContract contract, string file, string advice)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return (contract.Task, contract.Outputs) switch
        {
            (_, OutputKind.Objects) => ReadingKind.Objects,
            ("panoptic", OutputKind.Masks) => ReadingKind.Segments,
            ("semantic", not OutputKind.Kernels) => ReadingKind.Labels,
            _ => throw new InputException(
                file, $"a model of the task '{contract.Task}' with outputs of the kind {contract.Outputs}",
                "classes of pixels, segments of a network of masks, or objects of a detector", advice),
        };
    }

    /// <summary>The class of every pixel, as places in <see cref="ModelContract.Classes"/>.</summary>
    /// <param name="contract">What is known of the network.</param>
    /// <param name="image">What went in.</param>
    /// <param name="outputs">What came out.</param>
    /// <exception cref="InputException">The network puts out what this library does not read.</exception>
    public static Plane<ushort> Labels(ModelContract contract, PreparedImage image, IReadOnlyList<NetworkOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.FirstOrDefault(output => output.Name == "labels") is { } labels)
        {
            return Nearest(labels, image);
        }

        return contract.Outputs switch
        {
            OutputKind.Logits => OfLogits(contract, image, outputs[0]),
            OutputKind.Masks => MaskReading.Labels(contract, image, outputs),
            _ => throw Unread(contract),
        };
    }

    /// <summary>Segments that do not overlap, of a network that makes masks.</summary>
    /// <param name="contract">What is known of the network.</param>
    /// <param name="image">What went in.</param>
    /// <param name="outputs">What came out.</param>
    /// <exception cref="InputException">The network puts out what this library does not read.</exception>
    public static PanopticPrediction Panoptic(ModelContract contract, PreparedImage image, IReadOnlyList<NetworkOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(outputs);
        return contract.Outputs == OutputKind.Masks ? PanopticReading.Read(contract, image, outputs) : throw Unread(contract);
    }

    /// <summary>Objects that may overlap, the surest first, of a detector.</summary>
    /// <param name="contract">What is known of the network.</param>
    /// <param name="image">What went in.</param>
    /// <param name="outputs">What came out.</param>
    /// <exception cref="InputException">The network puts out what this library does not read.</exception>
    public static InstancePrediction Instances(ModelContract contract, PreparedImage image, IReadOnlyList<NetworkOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(outputs);
        return contract.Outputs == OutputKind.Objects ? ObjectReading.Read(contract, image, outputs) : throw Unread(contract);
    }

    private static InputException Unread(ModelContract contract) => new(
        $"the model {contract.Model}", $"outputs of the kind {contract.Outputs}", "outputs that this reading knows",
        "read the labels of a network of classes or masks, segments of a network of masks, objects of a detector");

    // Logits go to the input's size first, lose its padding, and go to the image's size then: as evaluation takes them.
    private static Plane<ushort> OfLogits(ModelContract contract, PreparedImage image, NetworkOutput logits)
    {
        var (classes, height, width) = (logits.Shape[1], logits.Shape[2], logits.Shape[3]);
        var best = new float[image.Width * image.Height];
        var result = new Plane<ushort>(image.Width, image.Height);
        for (var k = 0; k < classes; k++)
        {
            var plane = logits.Values.AsSpan(k * height * width, height * width);
            var whole = FloatPlanes.Resize(plane, (width, height), (image.InputWidth, image.InputHeight), contract.AlignCorners);
            var own = FloatPlanes.Crop(whole, image.InputWidth, (image.ContentWidth, image.ContentHeight));
            var full = FloatPlanes.Resize(
                own, (image.ContentWidth, image.ContentHeight), (image.Width, image.Height), contract.AlignCorners);
            for (var i = 0; i < full.Length; i++)
            {
                if (k == 0 || full[i] > best[i])
                {
                    (best[i], result.Pixels[i]) = (full[i], (ushort)k);
                }
            }
        }

        return result;
    }

    private static Plane<ushort> Nearest(NetworkOutput labels, PreparedImage image)
    {
        var result = new Plane<ushort>(image.Width, image.Height);
        for (var y = 0; y < image.Height; y++)
        {
            var from = (int)((y + 0.5) * image.ContentHeight / image.Height) * image.InputWidth;
            for (var x = 0; x < image.Width; x++)
            {
                result[x, y] = (ushort)labels.Values[from + (int)((x + 0.5) * image.ContentWidth / image.Width)];
            }
        }

        return result;
    }
}
