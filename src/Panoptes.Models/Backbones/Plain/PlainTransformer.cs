using Panoptes.Foundation;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Plain;

/// <summary>
/// A plain vision transformer (Dosovitskiy et al. 2021) in the form and under the names of timm's
/// <c>vit_*_patch14_reg4_dinov2</c>: patches get positions, then a class token and registers go in front of them.
/// </summary>
public sealed class PlainTransformer : Backbone, IWeightGuard
{
    private const double Epsilon = 1e-6;
    private const double PositionDeviation = 0.02;
    private const double TokenDeviation = 1e-6;

    private readonly PlainTransformerConfig config;
    private readonly Tensor classToken;
    private readonly Tensor registers;
    private readonly Tensor positions;
    private readonly PatchEmbedding embedding;
    private readonly ModuleList<DinoBlock> blocks;
    private readonly LayerNorm norm;

    /// <summary>Makes a network with timm's initialization.</summary>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public PlainTransformer(PlainTransformerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        this.config = config;
        classToken = Parameter("cls_token", Tensor.Zeros([1, 1, config.Width]));
        registers = Parameter("reg_token", Tensor.Zeros([1, config.Registers, config.Width]));
        positions = Parameter("pos_embed", Tensor.Zeros([1, (long)config.Grid.Height * config.Grid.Width, config.Width]));
        Initialize.Normal(classToken, 0, TokenDeviation);
        Initialize.Normal(registers, 0, TokenDeviation);
        Initialize.TruncatedNormal(positions, 0, PositionDeviation);
        embedding = Child("patch_embed", new PatchEmbedding(config.Width, config.Patch));
        blocks = Child("blocks", new ModuleList<DinoBlock>([.. Enumerable.Range(0, config.Depth)
            .Select(_ => new DinoBlock(config.Width, config.Heads, config.LayerScale, isGated: config.IsGated))]));
        norm = Child("norm", new LayerNorm(config.Width, Epsilon));
        Levels = [new FeatureLevel(config.Width, config.Patch)];
    }

    /// <summary>Its settings.</summary>
    public PlainTransformerConfig Config => config;

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    public override int LayerCount => config.Depth;

    /// <inheritdoc/>
    public override int? LayerOf(string name) => TransformerLayers.Of(name);

    /// <summary>The patches' tokens after the last block and the final norm, at their places.</summary>
    /// <param name="images">(N,3,H,W), of a size that the position embedding is for.</param>
    public override Tensor[] Forward(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = TensorScope.Open();
        var x = Tokens(images);
        for (var k = 0; k < config.Depth; k++)
        {
            x = Block(k, x);
        }

        var (height, width) = (images.Size(2) / config.Patch, images.Size(3) / config.Patch);
        var patches = Norm(x).Narrow(1, config.Prefix, height * width);
        return [scope.Return(ChannelsLast.ToMap(patches.Unflatten(1, [height, width])))];
    }

    /// <summary>Class token, registers, and one token a patch in row-major order, before the first block.</summary>
    /// <param name="images">(N,3,H,W), H and W multiples of the patch.</param>
    /// <returns>(N, prefix + patches, C).</returns>
    public Tensor Tokens(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = TensorScope.Open();
        var map = embedding.Forward(images);
        var patches = ChannelsLast.FromMap(map).Flatten(1, 2);
        Tensor ForAll(Tensor token) => token.To(patches.DType).Expand([patches.Size(0), -1, -1]);
        var placed = patches + Positions(map.Size(2), map.Size(3)).To(patches.DType);
        return scope.Return(Ops.Cat([ForAll(classToken), ForAll(registers), placed], 1));
    }

    /// <summary>Runs one block.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="x">(N, tokens, C); more tokens may stand in front of the network's own.</param>
    /// <param name="visible">Which tokens the first ones see, (N, first, tokens); the others see all. Null where all see all.</param>
    public Tensor Block(int index, Tensor x, Tensor? visible = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        var block = blocks[index];
        if (!ActivationCheckpointing)
        {
            return block.Forward(x, visible);
        }

        Tensor[] inputs = [x, .. visible is null ? Array.Empty<Tensor>() : [visible]];
        return ActivationCheckpoint.Run(block, given => [block.Forward(given[0], given.Length > 1 ? given[1] : null)], inputs)[0];
    }

    /// <summary>The final norm, over the channels of every token.</summary>
    public Tensor Norm(Tensor x) => norm.Forward(x);

    /// <summary>
    /// The position embedding of a grid of patches: (1, height * width, C), resized with antialiased bicubic sampling where it is for
    /// another grid (timm, <c>resample_abs_pos_embed</c>).
    /// </summary>
    /// <param name="height">Rows of patches.</param>
    /// <param name="width">Columns of patches.</param>
    public Tensor Positions(long height, long width) => (height, width) == config.Grid
        ? positions
        : PositionResampling.Resize(positions, config.Grid, (height, width));

    /// <summary>Objects to patches of another size and to positions of another grid, which name the sizes better than shapes do.</summary>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given)
    {
        if (given.TryGetValue("patch_embed.proj.weight", out var patch) && patch.Shape is [_, _, var height, var width]
            && (height != config.Patch || width != config.Patch))
        {
            return new WeightMismatch(
                $"patches of {height}x{width} pixels", $"{config.Patch}x{config.Patch}", "use weights of this model or of DINOv2");
        }

        return given.TryGetValue("pos_embed", out var found) && found.Shape is [_, var count, _] && count != positions.Size(1)
            ? new WeightMismatch(
                $"a position embedding of {count} patches",
                $"{positions.Size(1)}, of images of {config.ImageSize[0]}x{config.ImageSize[1]} pixels",
                "set model.image_size to the size that the weights were trained on; model.resample_positions=true takes images of others")
            : null;
    }

    /// <summary>Images to patches: one convolution whose step is its size.</summary>
    private sealed class PatchEmbedding : Layer
    {
        private readonly Conv2d project;

        public PatchEmbedding(long width, long patch) => project = Child("proj", new Conv2d(3, width, patch, stride: patch));

        public override Tensor Forward(Tensor x) => project.Forward(x);
    }
}
