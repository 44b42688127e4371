using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Dino;

/// <summary>
/// DINOv2's vision transformer (Oquab et al. 2024), with or without registers, under the release's names
/// (dinov2/models/vision_transformer.py). All its feature maps have the stride of a patch. Images whose sides are no multiples
/// of a patch are padded with zeros on all sides, as the release's segmentation does.
/// </summary>
public sealed class DinoTransformer : Backbone, IWeightGuard
{
    private const double Epsilon = 1e-6;
    private const double PositionDeviation = 0.02;
    private const double TokenDeviation = 1e-6;

    private readonly DinoConfig config;
    private readonly Tensor classToken;
    private readonly Tensor positions;
    private readonly Tensor? registers;
    private readonly PatchEmbedding embedding;
    private readonly Sequential blocks;
    private readonly LayerNorm norm;

    /// <summary>Makes a network with the release's initialization.</summary>
    /// <exception cref="Foundation.InputException">A setting is out of range.</exception>
    public DinoTransformer(DinoConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        this.config = config;
        classToken = Parameter("cls_token", Tensor.Zeros([1, 1, config.Width]));
        Initialize.Normal(classToken, 0, TokenDeviation);
        positions = Parameter("pos_embed", Tensor.Zeros([1, 1 + ((long)config.Grid * config.Grid), config.Width]));
        Initialize.TruncatedNormal(positions, 0, PositionDeviation);
        if (config.Registers > 0)
        {
            registers = Parameter("register_tokens", Tensor.Zeros([1, config.Registers, config.Width]));
            Initialize.Normal(registers, 0, TokenDeviation);
        }

        // Only the release's own training hides patches behind it; checkpoints hold it all the same.
        _ = config.MaskToken ? Parameter("mask_token", Tensor.Zeros([1, config.Width])) : null;
        embedding = Child("patch_embed", new PatchEmbedding(config.Width, config.Patch));
        blocks = Child(
            "blocks", new Sequential([.. DropPath.Linear(config.DropPath, config.Depth)
                .Select(drop => new DinoBlock(config.Width, config.Heads, config.LayerScale, drop))]));
        norm = Child("norm", new LayerNorm(config.Width, Epsilon));
        Levels = [.. config.FeatureBlocks.Select(_ => new FeatureLevel(config.Width, config.Patch))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    public override int LayerCount => config.Depth;

    /// <inheritdoc/>
    public override int? LayerOf(string name) => TransformerLayers.Of(name);

    /// <summary>Which blocks' tokens are the feature maps, from 0.</summary>
    internal IReadOnlyList<int> FeatureBlocks => config.FeatureBlocks;

    /// <summary>True of the token of masked patches, which only pretraining uses.</summary>
    /// <param name="name">The backbone's name for it.</param>
    internal override bool MayLack(string name) => name == "mask_token";

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        using var scope = TensorScope.Open();
        return scope.Return(Array.ConvertAll(Features(images, config.FeatureBlocks), features => features.Map));
    }

    /// <summary>The tokens after some of the blocks.</summary>
    /// <param name="images">(N,3,H,W).</param>
    /// <param name="blocks">Which blocks, from 0, ascending.</param>
    /// <returns>One for each of them; the tensors belong to the innermost open scope.</returns>
    public DinoFeatures[] Features(Tensor images, IReadOnlyList<int> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        using var scope = TensorScope.Open();
        var patches = embedding.Forward(Padded(images));
        var (height, width) = (patches.Size(2), patches.Size(3));
        var x = Tokens(patches);
        var features = new List<DinoFeatures>();
        for (var k = 0; k <= blocks[^1]; k++)
        {
            x = RunBlock(this.blocks[k], x);
            if (blocks.Contains(k))
            {
                features.Add(Split(norm.Forward(x), height, width));
            }
        }

        foreach (var (map, token) in features)
        {
            scope.Return(map, token);
        }

        return [.. features];
    }

    /// <summary>
    /// Objects to other patches, other grids of positions and other registers: single tensors that the rest would load without.
    /// </summary>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given)
    {
        if (given.TryGetValue("patch_embed.proj.weight", out var patch) && patch.Shape is [_, _, var height, var width]
            && (height != config.Patch || width != config.Patch))
        {
            return new WeightMismatch(
                $"patches of {height}x{width} pixels", $"{config.Patch}x{config.Patch}", "use weights of DINOv2, whose patches are 14x14");
        }

        if (!given.TryGetValue("pos_embed", out var embedding))
        {
            return null;
        }

        if (embedding.Shape is [_, var count, _] && count != positions.Size(1))
        {
            return new WeightMismatch(
                $"a position embedding of {count} tokens",
                $"{positions.Size(1)}: one for the image and {config.Grid}x{config.Grid} for images of {config.ImageSize} pixels",
                "use the release's weights, which were trained to the end at 518 pixels");
        }

        var found = given.TryGetValue("register_tokens", out var tokens) ? tokens.Shape[1] : 0;
        return found == config.Registers
            ? null
            : new WeightMismatch(
                $"{found} register tokens", $"{config.Registers}",
                found > 0 ? "choose the model whose name ends in reg" : "choose the model without reg");
    }

    private DinoFeatures Split(Tensor tokens, long height, long width)
    {
        var map = tokens.Narrow(1, 1 + config.Registers, height * width).View([-1, height, width, config.Width]);
        return new DinoFeatures(ChannelsLast.ToMap(map), tokens.Select(1, 0));
    }

    // The class token and the patches get positions; registers, put between them, have none.
    private Tensor Tokens(Tensor patches)
    {
        using var scope = TensorScope.Open();
        var flat = ChannelsLast.FromMap(patches).Reshape([patches.Size(0), -1, config.Width]);
        Tensor ForAll(Tensor token) => token.To(flat.DType).Expand([flat.Size(0), -1, -1]);
        var x = Ops.Cat([ForAll(classToken), flat], 1) + Positions(patches.Size(2), patches.Size(3)).To(flat.DType);
        return scope.Return(registers is null ? x : Ops.Cat([x.Narrow(1, 0, 1), ForAll(registers), x.Narrow(1, 1, flat.Size(1))], 1));
    }

    /// <summary>The position embedding of a grid of patches, the class token's first: (1, 1 + height * width, width).</summary>
    /// <remarks>Resized in single precision, by the release's scale factors where it has an offset: the grid that bicubic sampling steps by
    /// differs.</remarks>
    /// <param name="height">Rows of patches.</param>
    /// <param name="width">Columns of patches.</param>
    public Tensor Positions(long height, long width)
    {
        var grid = config.Grid;
        if (height == grid && width == grid)
        {
            return positions;
        }

        using var scope = TensorScope.Open();
        var single = positions.To(DType.Float32);
        var map = ChannelsLast.ToMap(single.Narrow(1, 1, (long)grid * grid).Reshape([1, grid, grid, config.Width]));
        double? Scale(long length) => config.InterpolationOffset == 0 ? null : (length + config.InterpolationOffset) / grid;
        var resized = config.Antialias
            ? map.UpsampleBicubic2dAa([height, width], false, Scale(height), Scale(width))
            : map.UpsampleBicubic2d([height, width], false, Scale(height), Scale(width));
        return scope.Return(Ops.Cat([single.Narrow(1, 0, 1), ChannelsLast.FromMap(resized).Reshape([1, height * width, config.Width])], 1));
    }

    private Tensor Padded(Tensor images)
    {
        long Missing(int dimension) => (config.Patch - (images.Size(dimension) % config.Patch)) % config.Patch;
        var (down, right) = (Missing(2), Missing(3));
        return down + right == 0 ? images : images.ConstantPadNd([right / 2, right - (right / 2), down / 2, down - (down / 2)]);
    }

    /// <summary>Images to patches: one convolution whose step is its size.</summary>
    private sealed class PatchEmbedding : Layer
    {
        private readonly Conv2d project;

        public PatchEmbedding(long width, long patch) => project = Child("proj", new Conv2d(3, width, patch, stride: patch));

        public override Tensor Forward(Tensor x) => project.Forward(x);
    }
}
