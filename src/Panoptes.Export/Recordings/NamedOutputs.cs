using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;

namespace Panoptes.Export.Recordings;

/// <summary>Which tensors a graph puts out, and what they are called.</summary>
internal static class NamedOutputs
{
    /// <summary>Logits (N,C,h,w) of a network that puts out classes of pixels.</summary>
    public const string Logits = "logits";

    /// <summary>The class of every pixel, (N,H,W), at the input's size.</summary>
    public const string Labels = "labels";

    /// <summary>(N,Q,K+1) logits of each mask's class, "no object" last.</summary>
    public const string ClassLogits = "class_logits";

    /// <summary>(N,Q,h,w) logits of each mask, of the padded input.</summary>
    public const string MaskLogits = "mask_logits";

    /// <summary>The outputs of one pass.</summary>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="images">What went in.</param>
    /// <param name="reading">Whether the classes of pixels are read, too.</param>
    public static IReadOnlyList<(string Name, Tensor Tensor)> Of(SegmenterOutputs outputs, Tensor images, bool reading) => outputs switch
    {
        SemanticOutputs semantic when reading => [(Labels, semantic.LogitsAt(images.Size(2), images.Size(3)).Argmax(1))],
        SemanticOutputs semantic => [(Logits, semantic.Logits)],
        MaskSet masks when reading => [.. Masks(masks), (Labels, Read(masks, images))],
        MaskSet masks => Masks(masks),
        KernelMaps maps when !reading => Kernels(maps),
        _ => throw new InputException(
            reading ? "--reading" : "the model", $"outputs of the kind {outputs.GetType().Name}",
            reading ? "classes of pixels, or masks" : "classes of pixels, masks or kernels", "leave it out, or export another model"),
    };

    private static (string, Tensor)[] Masks(MaskSet masks) => [(ClassLogits, masks.Last.ClassLogits), (MaskLogits, masks.Last.MaskLogits)];

    // As Mask2Former's semantic inference: class probabilities times mask probabilities, summed over the queries.
    private static Tensor Read(MaskSet masks, Tensor images)
    {
        var full = Upsampling.ToSize(masks.Last.MaskLogits, masks.PaddedSize.Height, masks.PaddedSize.Width);
        full = full.Size(2) == images.Size(2) ? full : full.Narrow(2, 0, images.Size(2));
        full = full.Size(3) == images.Size(3) ? full : full.Narrow(3, 0, images.Size(3));
        var probability = masks.Last.ClassLogits.Softmax(-1).Narrow(2, 0, masks.Last.ClassLogits.Size(2) - 1).Transpose(1, 2);
        return probability.Matmul(full.Sigmoid().Flatten(2)).Argmax(1).View([full.Size(0), full.Size(2), full.Size(3)]);
    }

    // The kernels of every place become embeddings here, so that a reader needs no more of the network.
    private static List<(string, Tensor)> Kernels(KernelMaps maps)
    {
        List<(string, Tensor)> found = [("pixel_features", maps.PixelFeatures)];
        for (var k = 0; k < maps.Levels.Count; k++)
        {
            var (centers, regions, kernels) = maps.Levels[k];
            found.AddRange([($"centers_{k}", centers), ($"regions_{k}", regions)]);
            found.Add(($"thing_embeddings_{k}", Embedded(maps.EmbedThings, kernels)));
            found.Add(($"stuff_embeddings_{k}", Embedded(maps.EmbedStuff, kernels)));
        }

        return found;
    }

    // (N,W,h,w) to (N,C,h,w).
    private static Tensor Embedded(Func<Tensor, Tensor> embed, Tensor kernels)
    {
        var rows = embed(kernels.Permute([0, 2, 3, 1]).Reshape([-1, kernels.Size(1)]));
        return rows.View([kernels.Size(0), kernels.Size(2), kernels.Size(3), rows.Size(1)]).Permute([0, 3, 1, 2]);
    }
}
