using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders.Plain;

/// <summary>
/// What makes classes and masks of the tokens of queries and patches; the same for the predictions of all layers (EoMT, section 3.2). The
/// network that it is part of owns the layers, in its own order.
/// </summary>
internal sealed class PlainMaskHeads
{
    /// <summary>Makes the layers.</summary>
    /// <param name="width">Channels of a token.</param>
    /// <param name="classes">Number of classes, without void and "no object".</param>
    /// <param name="patch">Side of a patch in pixels; patches are upscaled to a stride of 4 where it is 8 or more.</param>
    public PlainMaskHeads(int width, int classes, int patch)
    {
        ClassHead = new Linear(width, classes + 1);
        MaskHead = new Sequential(
            new Linear(width, width), new GELU(), new Linear(width, width), new GELU(), new Linear(width, width));
        var blocks = Math.Max(1, (int)Math.Log2(patch) - 2);
        Upscale = new Sequential([.. Enumerable.Range(0, blocks).Select(_ => new UpscaleBlock(width))]);
    }

    /// <summary>A query's class logits.</summary>
    public Linear ClassHead { get; }

    /// <summary>A query's mask embedding.</summary>
    public Sequential MaskHead { get; }

    /// <summary>The patches' tokens as embeddings of pixels.</summary>
    public Sequential Upscale { get; }

    /// <summary>Predicts.</summary>
    /// <param name="tokens">(N, queries + prefix + patches, C), normalized.</param>
    /// <param name="queries">How many queries are in front.</param>
    /// <param name="grid">Rows and columns of patches, which are the last.</param>
    public MaskPrediction Predict(Tensor tokens, long queries, (long Height, long Width) grid)
    {
        using var scope = TensorScope.Open();
        var count = grid.Height * grid.Width;
        var patches = tokens.Narrow(1, tokens.Size(1) - count, count).Reshape([tokens.Size(0), grid.Height, grid.Width, tokens.Size(2)]);
        var query = tokens.Narrow(1, 0, queries);
        var (embeddings, pixels) = (MaskHead.Forward(query), ChannelsLast.ToMap(Upscale.Forward(patches)));
        var masks = embeddings.Matmul(pixels.Flatten(2)).Unflatten(-1, [pixels.Size(2), pixels.Size(3)]);
        var prediction = new MaskPrediction(ClassHead.Forward(query), embeddings, masks, pixels);
        scope.Return(prediction.ClassLogits, embeddings, masks, pixels);
        return prediction;
    }
}
