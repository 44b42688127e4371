using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Swin;

/// <summary>
/// Swin transformer (Liu et al. 2021): attention within windows that shift from block to block, at strides 4, 8, 16 and 32.
/// Any image size is padded as needed. Names are the original release's with a norm per stage, <c>norm0..3</c>
/// (detectron2, Mask2Former: mask2former/modeling/backbone/swin.py).
/// </summary>
public sealed class SwinTransformer : Backbone
{
    private const int Patch = 4;

    private readonly PatchEmbedding embedding;
    private readonly ModuleList<SwinStage> stages;
    private readonly LayerNorm[] norms = new LayerNorm[4];

    /// <summary>Makes a network with the published initialization: linear layers normal with deviation 0.02.</summary>
    /// <exception cref="Foundation.InputException">A setting is out of range.</exception>
    public SwinTransformer(SwinConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        embedding = Child("patch_embed", new PatchEmbedding(config.Width));
        var drops = DropPath.Linear(config.DropPath, config.Depths.Sum());
        stages = Child("layers", new ModuleList<SwinStage>([.. config.Depths.Select((depth, stage) =>
            new SwinStage(config, stage, drops.Skip(config.Depths.Take(stage).Sum()).Take(depth)))]));
        for (var stage = 0; stage < norms.Length; stage++)
        {
            norms[stage] = Child($"norm{stage}", new LayerNorm((long)config.Width << stage));
        }

        Levels = [.. Enumerable.Range(0, norms.Length).Select(stage => new FeatureLevel((long)config.Width << stage, Patch << stage))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <summary>True of the norms of the feature maps, which classifiers do not have.</summary>
    /// <param name="name">The backbone's name for it.</param>
    internal override bool MayLack(string name) => name.StartsWith("norm", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        using var scope = TensorScope.Open();
        var features = new Tensor[norms.Length];
        Tensor? x = embedding.Forward(images);
        for (var stage = 0; stage < norms.Length; stage++)
        {
            var y = RunBlocks(stages[stage].Blocks, x!);
            features[stage] = ChannelsLast.ToMap(norms[stage].Forward(y));
            x = stages[stage].Downsample?.Forward(y);
        }

        return scope.Return(features);
    }

    /// <summary>Images to tokens: a 4x4 convolution of step 4, then LN.</summary>
    private sealed class PatchEmbedding : Layer
    {
        private readonly Conv2d project;
        private readonly LayerNorm norm;

        public PatchEmbedding(long width)
        {
            project = Child("proj", new Conv2d(3, width, Patch, stride: Patch));
            norm = Child("norm", new LayerNorm(width));
        }

        // (N,3,H,W) to (N, ceil(H / 4), ceil(W / 4), C); sides that are no multiple of 4 are padded with zeros at the end.
        public override Tensor Forward(Tensor x)
        {
            using var scope = TensorScope.Open();
            var (down, right) = ((Patch - (x.Size(2) % Patch)) % Patch, (Patch - (x.Size(3) % Patch)) % Patch);
            var padded = down + right > 0 ? x.ConstantPadNd([0, right, 0, down]) : x;
            return scope.Return(norm.Forward(ChannelsLast.FromMap(project.Forward(padded))));
        }
    }
}
