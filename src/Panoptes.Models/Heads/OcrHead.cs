using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>
/// Object-contextual representations (Yuan et al. 2020, figure 3): every class gets the mean of the features under its coarse
/// logits, and every pixel the mean of those weighted by likeness (mmseg/models/decode_heads/ocr_head.py).
/// </summary>
public sealed class OcrHead : ClassifierHead
{
    private readonly HeadConfig config;
    private readonly ObjectAttention context;
    private readonly ConvBlock bottleneck;

    /// <summary>Makes one.</summary>
    /// <param name="config">What every head is told.</param>
    /// <param name="attentionChannels">Width of keys, queries and values.</param>
    /// <param name="levels">The backbone's feature maps.</param>
    public OcrHead(HeadConfig config, int attentionChannels, IReadOnlyList<FeatureLevel> levels)
        : base(config)
    {
        ArgumentNullException.ThrowIfNull(config);
        this.config = config;
        context = Child("object_context_block", new ObjectAttention(config.Channels, attentionChannels));
        bottleneck = Child("bottleneck", new ConvBlock(config.InputChannels(levels), config.Channels, 3));
    }

    /// <summary>Refines coarse logits.</summary>
    /// <param name="features">The backbone's feature maps, which stay the caller's.</param>
    /// <param name="coarse">(N, classes, h, w) at the stride of the head's input.</param>
    /// <returns>The same shape.</returns>
    public Tensor Forward(IReadOnlyList<Tensor> features, Tensor coarse)
    {
        using var scope = TensorScope.Open();
        var x = bottleneck.Forward(config.Input(features));
        return scope.Return(Logits(context.Forward(x, Gather(x, coarse))));
    }

    // Each class's mean feature, pixels weighted by the softmax over space of its logits: (N, C, classes, 1).
    private static Tensor Gather(Tensor x, Tensor coarse)
    {
        using var scope = TensorScope.Open();
        var weights = coarse.Flatten(2).Softmax(2);
        return scope.Return(weights.Matmul(x.Flatten(2).Transpose(1, 2)).Transpose(1, 2).Unsqueeze(3));
    }

    /// <summary>Attention of pixels (queries) to classes (keys and values), concatenated with the pixels' features and fused.</summary>
    private sealed class ObjectAttention : Module
    {
        private readonly Sequential key;
        private readonly Sequential query;
        private readonly ConvBlock value;
        private readonly ConvBlock output;
        private readonly ConvBlock bottleneck;

        public ObjectAttention(long channels, long width)
        {
            key = Child("key_project", new Sequential(new ConvBlock(channels, width, 1), new ConvBlock(width, width, 1)));
            query = Child("query_project", new Sequential(new ConvBlock(channels, width, 1), new ConvBlock(width, width, 1)));
            value = Child("value_project", new ConvBlock(channels, width, 1));
            output = Child("out_project", new ConvBlock(width, channels, 1));
            bottleneck = Child("bottleneck", new ConvBlock(2 * channels, channels, 1));
        }

        public Tensor Forward(Tensor pixels, Tensor classes)
        {
            using var scope = TensorScope.Open();
            static Tensor Rows(Tensor map) => map.Flatten(2).Transpose(1, 2);
            var attended = Attention.ScaledDotProduct(
                Rows(query.Forward(pixels)), Rows(key.Forward(classes)), Rows(value.Forward(classes)));
            var map = attended.Transpose(1, 2).Reshape([pixels.Size(0), -1, pixels.Size(2), pixels.Size(3)]);
            return scope.Return(bottleneck.Forward(Ops.Cat([output.Forward(map), pixels], 1)));
        }
    }
}
