using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.MaskDecoders.Plain;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Segmenters;

public sealed class PmtTests
{
    private static readonly PmtOptions Tiny = new()
    {
        Width = 48,
        Heads = 3,
        Depth = 4,
        Blocks = 2,
        Queries = 6,
        ImageSize = [64, 96],
        LayerScale = 1,
    };

    [Fact]
    public void Every_block_of_the_decoder_predicts_and_only_the_decoder_learns()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(1);
        using var model = Create(Tiny);
        model.Anneal(0, 600);
        var masks = (MaskSet)model.Forward(Ops.Randn([2, 3, 64, 96]));
        Assert.Equal(3, masks.Layers.Count);
        Assert.Equal([2, 6, 16, 24], masks.Last.MaskLogits.Shape.ToArray());
        masks.Layers.Select(layer => layer.ClassLogits.Square().Mean() + layer.MaskLogits.Tanh().Mean())
            .Aggregate((sum, term) => sum + term).Backward();
        Assert.All(model.NamedParameters(), p => Assert.Equal(
            !p.Name.StartsWith("network.encoder.", StringComparison.Ordinal),
            p.Tensor.Grad is { } gradient && gradient.Abs().Sum().Item() > 0));
    }

    [Fact]
    public void It_has_the_published_names_and_an_encoder_that_takes_DINOv2()
    {
        using var model = Create(Tiny);
        var names = model.StateDict().Select(t => t.Name).ToArray();
        Assert.Equal("network.encoder.pixel_mean", names[0]);
        Assert.Contains("network.bn.3.running_mean", names);
        Assert.Contains("network.decoder.attn_mask_probs", names);
        Assert.Contains("network.decoder.lateral_projections.0.2.weight", names);
        Assert.Contains("network.decoder.scalers.1", names);
        Assert.Contains("network.decoder.blocks.1.layer_scale2.lambda1", names);
        Assert.DoesNotContain("network.decoder.blocks.0.attention.k_proj.bias", names);
        Assert.Equal("network.decoder.class_head.bias", names[^1]);
    }

    [Fact]
    public void Rotary_positions_depend_on_distances_alone()
    {
        using var scope = TensorScope.Open();
        var positions = RotaryPositions.Of(3, 4, 8, Device.Cpu);
        var (q, k) = (Ops.Randn([1, 1, 1, 8]).Expand([1, 1, 13, 8]), Ops.Randn([1, 1, 1, 8]).Expand([1, 1, 13, 8]));
        var scores = positions.Turn(q).Matmul(positions.Turn(k).Transpose(2, 3)).Select(0, 0).Select(0, 0);
        float Score(int from, int to) => scores.Select(0, from + 1).Select(0, to + 1).ToArray<float>()[0];
        Assert.Equal(Score(0, 5), Score(1, 6), 1e-4);
        Assert.Equal(Score(2, 8), Score(3, 9), 1e-4);
        Assert.NotEqual(Score(0, 1), Score(0, 4), 1e-4);

        // The token in front of the patches is not turned.
        Assert.Equal(q.Narrow(2, 0, 1).ToArray<float>(), positions.Turn(q).Narrow(2, 0, 1).ToArray<float>());
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused()
    {
        Assert.Contains("model.width", Assert.Throws<InputException>(() => Create(Tiny with { Width = 18 })).Message);
        Assert.Contains("model.depth", Assert.Throws<InputException>(() => Create(Tiny with { Depth = 6 })).Message);
        Assert.Contains("model.frozen_backbone", Assert.Throws<InputException>(() => ModelCatalog.Create(
            new ModelConfig { Name = "pmt_t", Options = Tiny, FrozenBackbone = true, Weights = "a" })).Message);
    }

    private static Pmt Create(PmtOptions options) =>
        (Pmt)ModelCatalog.Create(new ModelConfig { Name = "pmt_t", NumClasses = 4, Options = options });
}
