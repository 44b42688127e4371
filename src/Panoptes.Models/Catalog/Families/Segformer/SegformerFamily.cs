using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Heads;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Segformer;

/// <summary>
/// segformer_b0 to segformer_b5 (Xie et al. 2021), in mmsegmentation's form or in NVlabs'
/// (<see cref="SegformerOptions.SegformerVariant"/>).
/// </summary>
internal sealed class SegformerFamily : IModelFamily
{
    private const string NvlabsHead = "linear_c1.proj.weight";
    private const string MmsegHead = "fusion_conv.conv.weight";

    private SegformerFamily()
    {
    }

    /// <summary>The family.</summary>
    public static SegformerFamily Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, 6).Select(size => $"segformer_b{size}")];

    /// <inheritdoc/>
    public IReadOnlyList<KeyMap> KeyMaps => [MitKeyMaps.NvlabsToMmseg, MitKeyMaps.MmsegToNvlabs];

    /// <inheritdoc/>
    public IReadOnlyList<ReleaseNames> Releases(ModelConfig config) =>
        config.OptionsAs<SegformerOptions>().SegformerVariant == SegformerVariant.Mmseg
            ?
            [
                ReleaseNames.Same(ReleaseNames.Mmsegmentation),
                new(ReleaseNames.Authors, MitKeyMaps.MmsegToNvlabs) { Part = "backbone." },
            ]
            :
            [
                ReleaseNames.Same(ReleaseNames.Authors),
                new(ReleaseNames.Mmsegmentation, MitKeyMaps.NvlabsToMmseg) { Part = "backbone." },
            ];

    /// <inheritdoc/>
    public ModelOptions Defaults(string name) => new SegformerOptions { DropPath = MixTransformerConfig.Of(Size(name)).DropPath };

    /// <inheritdoc/>
    public ModelTraits Traits(ModelConfig config) =>
        new() { Group = "segformer", Backbone = "MiT", IsTransformerLike = true, HasBatchNorm = true, HeadRate = 10, Stride = 32 };

    /// <inheritdoc/>
    public string? License(string name) =>
        "NVIDIA Source Code License for SegFormer: research and evaluation only, no commercial use (NVlabs, MiT backbones and "
            + "whole models)";

    /// <inheritdoc/>
    public WeightAdvice? Advise(ModelConfig config, IReadOnlyList<string> tensors)
    {
        var nvlabs = tensors.Any(name => name.EndsWith(NvlabsHead, StringComparison.Ordinal));
        var mmseg = tensors.Any(name => name.EndsWith(MmsegHead, StringComparison.Ordinal));
        var wanted = config.OptionsAs<SegformerOptions>().SegformerVariant == SegformerVariant.Nvlabs;
        return (nvlabs || mmseg) && nvlabs != wanted
            ? new WeightAdvice(
                $"has the {(nvlabs ? "authors'" : "mmsegmentation's")} head, the model {(nvlabs ? "mmsegmentation's" : "the authors'")}: "
                    + "their tensors do not correspond",
                $"set model.segformer_variant={(nvlabs ? "nvlabs" : "mmseg")}, or load the backbone alone: only its tensors will match")
            : null;
    }

    /// <inheritdoc/>
    public Segmenter Create(ModelConfig config)
    {
        var (size, options) = (Size(config.Name), config.OptionsAs<SegformerOptions>());
        var mit = MixTransformerConfig.Of(size) with { Form = options.SegformerVariant, DropPath = options.DropPath };
        var backbone = new MixTransformer(mit) { ActivationCheckpointing = config.ActivationCheckpointing };
        HeadConfig head = options.SegformerVariant == SegformerVariant.Mmseg ? new SegformerHeadConfig() : new NvlabsSegformerHeadConfig();
        var width = options.SegformerVariant == SegformerVariant.Mmseg || size < 2 ? 256 : 768;
        return new EncoderDecoder(backbone, options.Head(head, config.Classes, options.HeadChannels ?? width));
    }

    private static int Size(string name) => name[^1] - '0';
}
