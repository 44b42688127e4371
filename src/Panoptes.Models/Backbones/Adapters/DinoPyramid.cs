using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Adapters;

/// <summary>
/// DINOv2 as a backbone of four strides, as Guided distillation wraps it (Berrada et al. 2024; mask2former/modeling/backbone/dinov2.py):
/// images are resized so that patches fit, the last block's tokens are resized to strides 4, 8, 16 and 32 and reduced by a 1x1 convolution
/// each. Every resizing takes the nearest pixel, and a side that patches fit already still grows by one: as published, and as weights were
/// trained.
/// </summary>
public sealed class DinoPyramid : Backbone
{
    private static readonly FeatureLevel[] Pyramid = [new(128, 4), new(256, 8), new(512, 16), new(1024, 32)];

    private readonly int patch;
    private readonly DinoTransformer model;
    private readonly ModuleList<Conv2d> convs;

    /// <summary>Makes a network with random weights.</summary>
    /// <param name="config">The transformer; of its blocks the last alone makes features.</param>
    /// <exception cref="Foundation.InputException">A setting is out of range.</exception>
    public DinoPyramid(DinoConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        patch = config.Patch;
        model = Child("model", new DinoTransformer(config with { FeatureBlocks = [config.Depth - 1], MaskToken = false }));
        convs = Child("convs", new ModuleList<Conv2d>([.. Pyramid.Select(level => new Conv2d(config.Width, level.Channels, kernel: 1))]));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FeatureLevel> Levels => Pyramid;

    /// <summary>The transformer.</summary>
    public DinoTransformer Transformer => model;

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = TensorScope.Open();
        return scope.Return(Maps(Tokens(images).Map, images.Size(2), images.Size(3)));
    }

    /// <summary>What the transformer says of the resized images; the tensors belong to the innermost open scope.</summary>
    /// <param name="images">(N,3,H,W).</param>
    public DinoFeatures Tokens(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        model.ActivationCheckpointing = ActivationCheckpointing;
        long Grown(long side) => side + patch - (side % patch);
        using var resized = images.UpsampleNearest2d([Grown(images.Size(2)), Grown(images.Size(3))]);
        return model.Features(resized, model.FeatureBlocks)[0];
    }

    /// <summary>The pyramid of a map of tokens.</summary>
    /// <param name="tokens">(N, width, h, w).</param>
    /// <param name="height">The images' height.</param>
    /// <param name="width">The images' width.</param>
    private Tensor[] Maps(Tensor tokens, long height, long width)
    {
        var maps = new Tensor[Pyramid.Length];
        for (var k = 0; k < maps.Length; k++)
        {
            using var resized = tokens.UpsampleNearest2d([height / Pyramid[k].Stride, width / Pyramid[k].Stride]);
            maps[k] = convs[k].Forward(resized);
        }

        return maps;
    }
}
