using System.Globalization;
using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Mit;

/// <summary>
/// Mix Transformer, SegFormer's backbone (Xie et al. 2021): four stages of strided, overlapping patches and transformer blocks
/// without position embedding, at strides 4, 8, 16 and 32. Names are NVlabs' (<c>patch_embed1, block1, norm1</c>;
/// mmseg/models/backbones/mix_transformer.py there) or mmsegmentation's (<c>layers.0.0, layers.0.1, layers.0.2</c>;
/// mmseg/models/backbones/mit.py).
/// </summary>
public sealed class MixTransformer : Backbone, IWeightGuard
{
    /// <summary>Epsilon of the norms in blocks and after stages.</summary>
    internal const double OuterEpsilon = 1e-6;

    private const int Stages = 4;
    private readonly PatchEmbedding[] embeddings = new PatchEmbedding[Stages];
    private readonly Sequential[] blocks = new Sequential[Stages];
    private readonly LayerNorm[] norms = new LayerNorm[Stages];

    /// <summary>Makes a network with the published initialization.</summary>
    public MixTransformer(MixTransformerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var shares = DropPath.Linear(config.DropPath, config.Depths.Sum());
        var (inputs, stride, first) = (3, 1, 0);
        var levels = new FeatureLevel[Stages];
        for (var stage = 0; stage < Stages; stage++)
        {
            var (width, depth, start) = (config.Widths[stage], config.Depths[stage], first);
            var (kernel, step) = stage == 0 ? (7, 4) : (3, 2);
            embeddings[stage] = new PatchEmbedding(config.Form, inputs, width, kernel, step);
            blocks[stage] = new Sequential([.. Enumerable.Range(0, depth).Select(b =>
                new MitBlock(config.Form, width, config.Heads[stage], config.Reductions[stage], config.Expansion, shares[start + b]))]);
            norms[stage] = new LayerNorm(width, OuterEpsilon);
            stride *= step;
            levels[stage] = new FeatureLevel(width, stride);
            (inputs, first) = (width, first + depth);
        }

        Levels = levels;
        Register(config.Form);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) => null;

    /// <inheritdoc/>
    string? IWeightGuard.Warning(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) => file.IsPublished
        ? "NVIDIA publishes the weights of MiT and SegFormer for research and evaluation only, not for commercial use"
        : null;

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        var features = new Tensor[Stages];
        for (var stage = 0; stage < Stages; stage++)
        {
            using var scope = TensorScope.Open();
            var embedded = embeddings[stage].Forward(stage == 0 ? images : features[stage - 1]);
            var normed = norms[stage].Forward(RunBlocks(blocks[stage], embedded));
            features[stage] = scope.Return(ChannelsLast.ToMap(normed));
        }

        return features;
    }

    /// <summary>Epsilon of the norms in patch embeddings and after spatial reductions.</summary>
    internal static double InnerEpsilon(SegformerVariant form) => form == SegformerVariant.Nvlabs ? 1e-5 : OuterEpsilon;

    // Both forms' orders of the same parts.
    private void Register(SegformerVariant form)
    {
        if (form == SegformerVariant.Mmseg)
        {
            var stages = Enumerable.Range(0, Stages).Select(k => (Layer)new Sequential(embeddings[k], blocks[k], norms[k]));
            _ = Child("layers", new Sequential([.. stages]));
            return;
        }

        for (var k = 0; k < Stages; k++)
        {
            _ = Child($"patch_embed{Number(k)}", embeddings[k]);
        }

        for (var k = 0; k < Stages; k++)
        {
            _ = Child($"block{Number(k)}", blocks[k]);
            _ = Child($"norm{Number(k)}", norms[k]);
        }
    }

    private static string Number(int stage) => (stage + 1).ToString(CultureInfo.InvariantCulture);
}
