using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Models.PixelDecoders;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders;

/// <summary>
/// Mask2Former's transformer decoder (Cheng et al. 2022, figure 2 right): learnt queries look at the pixels inside their own last masks, at
/// strides 32, 16 and 8 in turn, then at each other. Names are Mask2Former's (mask2former_transformer_decoder.py).
/// </summary>
public sealed class MaskedAttentionDecoder : Module
{
    private readonly ModuleList<SelfAttentionLayer> selfAttention;
    private readonly ModuleList<CrossAttentionLayer> crossAttention;
    private readonly ModuleList<FeedForwardLayer> feedForward;
    private readonly LayerNorm norm;
    private readonly Embedding queryFeatures;
    private readonly Embedding queryCodes;
    private readonly Embedding levelCodes;
    private readonly Linear classify;
    private readonly MaskEmbedding maskEmbedding;

    /// <summary>Makes a decoder.</summary>
    /// <param name="config">Its settings.</param>
    /// <param name="levels">Maps that queries look at.</param>
    public MaskedAttentionDecoder(MaskedAttentionDecoderConfig config, int levels = 3)
    {
        ArgumentNullException.ThrowIfNull(config);
        ModuleList<T> Each<T>(Func<T> make)
            where T : Module => new([.. Enumerable.Range(0, config.Layers).Select(_ => make())]);
        selfAttention = Child("transformer_self_attention_layers", Each(() => new SelfAttentionLayer(config.Width, config.Heads)));
        crossAttention = Child("transformer_cross_attention_layers", Each(() => new CrossAttentionLayer(config.Width, config.Heads)));
        feedForward = Child("transformer_ffn_layers", Each(() => new FeedForwardLayer(config.Width, config.FeedForward)));
        norm = Child("decoder_norm", new LayerNorm(config.Width));
        queryFeatures = Child("query_feat", new Embedding(config.Queries, config.Width));
        queryCodes = Child("query_embed", new Embedding(config.Queries, config.Width));
        levelCodes = Child("level_embed", new Embedding(levels, config.Width));
        classify = Child("class_embed", new Linear(config.Width, config.NumClasses + 1));
        maskEmbedding = Child("mask_embed", new MaskEmbedding(config.Width));
    }

    /// <summary>Whether training recomputes each layer in the backward pass instead of keeping it.</summary>
    public bool ActivationCheckpointing { get; set; }

    /// <summary>Decodes.</summary>
    /// <param name="pixels">The pixel decoder's output, which stays the caller's.</param>
    /// <param name="everyLayer">Whether to return the predictions before the first and after every layer, or the last alone.</param>
    public IReadOnlyList<MaskPrediction> Forward(PixelDecoderOutput pixels, bool everyLayer)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        using var scope = TensorScope.Open();
        var levels = pixels.Levels.Select(
            (map, k) => AttendedLevel.Of(map, pixels.PixelFeatures, levelCodes.Weight.Select(0, k))).ToArray();
        var codes = queryCodes.Weight.Unsqueeze(0);
        var queries = queryFeatures.Weight.Unsqueeze(0).Expand([pixels.PixelFeatures.Size(0), -1, -1]);
        List<MaskPrediction> predictions = [];
        for (var k = 0; k < crossAttention.Count; k++)
        {
            var level = levels[k % levels.Length];
            var normed = norm.Forward(queries);
            var embeddings = maskEmbedding.Forward(normed);
            if (everyLayer)
            {
                predictions.Add(Predict(normed, embeddings, pixels.PixelFeatures));
            }

            queries = Layer(k, queries, codes, level, level.Visible(embeddings));
        }

        var last = norm.Forward(queries);
        predictions.Add(Predict(last, maskEmbedding.Forward(last), pixels.PixelFeatures));
        foreach (var (classes, embeddings, masks, _) in predictions)
        {
            scope.Return(classes, embeddings, masks);
        }

        return predictions;
    }

    private MaskPrediction Predict(Tensor normed, Tensor embeddings, Tensor pixels)
    {
        var masks = embeddings.Matmul(pixels.Flatten(2)).Unflatten(-1, [pixels.Size(2), pixels.Size(3)]);
        return new MaskPrediction(classify.Forward(normed), embeddings, masks, pixels);
    }

    private Tensor Layer(int k, Tensor queries, Tensor codes, AttendedLevel level, Tensor visible)
    {
        Tensor[] Run(Tensor[] inputs)
        {
            using var scope = TensorScope.Open();
            var looked = crossAttention[k].Forward(inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]);
            return [scope.Return(feedForward[k].Forward(selfAttention[k].Forward(looked, inputs[1])))];
        }

        Tensor[] inputs = [queries, codes, level.Pixels, level.Keys, visible];
        return ActivationCheckpointing
            ? ActivationCheckpoint.Run(new Parts(crossAttention[k], selfAttention[k], feedForward[k]), Run, inputs)[0]
            : Run(inputs)[0];
    }

    /// <summary>
    /// The three parts of one layer, for what asks whose parameters a computation uses. They are the decoder's: it is never disposed.
    /// </summary>
    private sealed class Parts : Module
    {
        public Parts(CrossAttentionLayer cross, SelfAttentionLayer self, FeedForwardLayer last)
        {
            Child("cross", cross);
            Child("self", self);
            Child("last", last);
        }
    }
}
