using Panoptes.Foundation;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Segformer;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Backbones;

public sealed class MixTransformerTests
{
    [Theory]
    [InlineData(SegformerVariant.Mmseg)]
    [InlineData(SegformerVariant.Nvlabs)]
    public void Without_reduction_attention_is_softmax_of_scaled_products(SegformerVariant form)
    {
        const int Channels = 6;
        const int Heads = 2;
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var attention = new MitAttention(form, Channels, Heads, reduction: 1);
        var weights = attention.NamedParameters().Select(p => p.Tensor).ToArray();
        foreach (var weight in weights)
        {
            weight.NormalInPlace(0, 0.5);
        }

        // Both forms stack query over key over value.
        var (stacked, bias) = form == SegformerVariant.Mmseg
            ? (weights[0], weights[1])
            : (Ops.Cat([weights[0], weights[2]], 0), Ops.Cat([weights[1], weights[3]], 0));
        var x = Ops.Randn([1, 3, 4, Channels]);
        var tokens = x.View([12, Channels]);
        var parts = tokens.Linear(stacked, bias).Chunk(3, 1);
        var size = Channels / Heads;
        var heads = Enumerable.Range(0, Heads).Select(h =>
        {
            var (query, key, value) = (
                parts[0].Narrow(1, h * size, size), parts[1].Narrow(1, h * size, size), parts[2].Narrow(1, h * size, size));
            return (query.Matmul(key.T()) / Math.Sqrt(size)).Softmax(-1).Matmul(value);
        });
        var expected = Ops.Cat([.. heads], 1).Linear(weights[^2], weights[^1]).View([1, 3, 4, Channels]);
        Assert.InRange((attention.Forward(x) - expected).Abs().Max().Item(), 0, 1e-5);
    }

    [Theory]
    [InlineData(8, 17, 25)]
    [InlineData(2, 4, 6)]
    public void A_reduction_is_the_convolution_whose_stride_is_its_kernel(int side, int height, int width)
    {
        using var scope = TensorScope.Open();
        using var reduction = new PatchReduction(5, side);
        var parameters = reduction.NamedParameters();
        parameters[1].Tensor.Detach().NormalInPlace(0, 1);
        var x = Ops.Randn([2, height, width, 5]);
        var expected = x.Permute([0, 3, 1, 2]).Contiguous().Conv2d(parameters[0].Tensor, parameters[1].Tensor, [side, side])
            .Permute([0, 2, 3, 1]);
        var actual = reduction.Forward(x);
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.InRange((actual - expected).Abs().Max().Item(), 0, 2e-5);
    }

    [Fact]
    public void Images_smaller_than_a_patch_of_the_first_stage_are_refused()
    {
        using var scope = TensorScope.Open();
        using var model = new MixTransformer(new MixTransformerConfig());
        Assert.Contains("32 pixels", Assert.Throws<InputException>(() => model.Forward(Tensor.Zeros([1, 3, 24, 64]))).Message);
    }

    [Theory]
    [InlineData("segformer_b0", null, 0.1, 8)]
    [InlineData("segformer_b0", 0.4, 0.4, 8)]
    [InlineData("segnext_t", null, 0.1, 13)]
    public void Branches_are_skipped_linearly_more_often_towards_the_last_block(string name, double? set, double last, int blocks)
    {
        using var model = ModelCatalog.Create(
            new ModelConfig { Name = name, Options = set is double share ? new SegformerOptions { DropPath = share } : null });
        var shares = model.NamedModules().Select(entry => entry.Module).OfType<DropPath>().Select(drop => drop.Probability).ToArray();
        Assert.Equal(DropPath.Linear(last, blocks), shares);
    }

    [Fact]
    public void A_new_network_starts_as_published()
    {
        using var scope = TensorScope.Open();
        using var model = new MixTransformer(MixTransformerConfig.Of(1) with { Form = SegformerVariant.Nvlabs });
        var state = model.NamedParameters().ToDictionary(p => p.Name, p => p.Tensor);
        double Deviation(string name) => state[name].Square().Mean().Sqrt().Item();
        Assert.Equal(0.02, Deviation("block4.0.mlp.fc1.weight"), 1e-3);
        Assert.Equal(0.02, Deviation("block3.1.attn.kv.weight"), 1e-3);
        Assert.Equal(Math.Sqrt(2.0 / (3 * 3 * 512)), Deviation("patch_embed4.proj.weight"), 1e-3);
        Assert.Equal(Math.Sqrt(2.0 / 9), Deviation("block4.0.mlp.dwconv.dwconv.weight"), 1e-2);
        Assert.Equal(Math.Sqrt(2.0 / (8 * 8 * 64)), Deviation("block1.0.attn.sr.weight"), 1e-3);
        Assert.All(state.Where(p => p.Key.EndsWith("bias", StringComparison.Ordinal)), p => Assert.Equal(0, p.Value.Abs().Max().Item()));
    }

    [Theory]
    [InlineData("segformer_b0", false)]
    [InlineData("segformer_b0", true)]
    [InlineData("segnext_t", false)]
    public void Channels_last_images_give_the_same_logits_and_no_tensor_stays(string name, bool isNvlabs)
    {
        using var model = ModelCatalog.Create(new ModelConfig
        {
            Name = name,
            NumClasses = 3,
            Options = isNvlabs
            ? new SegformerOptions { SegformerVariant = SegformerVariant.Nvlabs }
            : null
        });
        model.Eval();
        var before = TensorScope.LiveTensors;
        using (var scope = TensorScope.Open())
        using (Autograd.NoGrad())
        {
            var images = Ops.Randn([1, 3, 65, 97]);
            var inside = scope.Count;
            var plain = ((SemanticOutputs)model.Forward(images)).Logits;
            Assert.Equal(inside + 1, scope.Count);
            var last = ((SemanticOutputs)model.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast))).Logits;
            Assert.InRange((plain - last).Abs().Max().Item(), 0, 1e-4 * plain.Abs().Max().Item());
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }
}
