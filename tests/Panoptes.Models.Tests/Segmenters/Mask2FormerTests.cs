using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.MaskDecoders;
using Panoptes.Models.Outputs;
using Panoptes.Models.PixelDecoders;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Segmenters;

public sealed class Mask2FormerTests
{
    private static readonly Mask2FormerOptions Tiny = Mask2FormerOptions.Small with
    {
        Queries = 6,
        DecoderLayers = 4,
        EncoderLayers = 2,
        Width = 32,
        Heads = 4,
        FeedForward = 48,
        EncoderFeedForward = 40,
        FrozenNorm = true,
    };

    [Theory]
    [InlineData("mobilenetv2", 96, 128)]
    [InlineData("r18", 65, 97)]
    public void Sizes_are_padded_to_strides_and_every_parameter_gets_a_gradient(string backbone, int height, int width)
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(1);
        using var model = Create(Tiny with { FrozenNorm = null }, backbone);
        var masks = (MaskSet)model.Forward(Ops.Randn([2, 3, height, width]));
        Assert.Equal((96, 128), masks.PaddedSize);
        Assert.Equal(5, masks.Layers.Count);
        Assert.All(masks.Layers, layer =>
        {
            Assert.Equal([2, 32, 24, 32], layer.PixelFeatures.Shape.ToArray());
            Assert.Equal([2, 6, 5], layer.ClassLogits.Shape.ToArray());
            Assert.Equal([2, 6, 32], layer.MaskEmbeddings.Shape.ToArray());
            Assert.Equal([2, 6, 24, 32], layer.MaskLogits.Shape.ToArray());
        });
        Loss(masks).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(
            p.Tensor.Grad is { } gradient && double.IsFinite(gradient.Sum().Item()), p.Name));
    }

    [Fact]
    public void Evaluation_gives_the_last_layers_answer_alone_and_leaves_no_tensor_behind()
    {
        using var model = Create(Tiny);
        using var images = Ops.Randn([1, 3, 64, 96]).Keep();
        var before = TensorScope.LiveTensors;
        using (TensorScope.Open())
        using (Autograd.NoGrad())
        {
            var training = (MaskSet)model.Forward(images);
            model.Eval();
            var evaluation = (MaskSet)model.Forward(images);
            Assert.Single(evaluation.Layers);
            Assert.Equal(training.Last.MaskLogits.ToArray<float>(), evaluation.Last.MaskLogits.ToArray<float>());
            Assert.Equal(training.Last.ClassLogits.ToArray<float>(), evaluation.Last.ClassLogits.ToArray<float>());
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Mask_logits_are_products_of_embeddings_and_pixel_features()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = Create(Tiny);
        var masks = (MaskSet)model.Forward(Ops.Randn([2, 3, 64, 64]));
        Assert.All(masks.Layers, layer =>
        {
            var product = Ops.Einsum("nqc,nchw->nqhw", [layer.MaskEmbeddings, layer.PixelFeatures]);
            Assert.InRange((product - layer.MaskLogits).Abs().Max().Item(), 0, 1e-4 * product.Abs().Max().Item());
        });
    }

    [Fact]
    public void Activation_checkpointing_gives_the_same_gradients()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(3);
        using var model = Create(Tiny);
        var images = Ops.Randn([1, 3, 64, 64]);
        float[][] Gradients(bool checkpointing)
        {
            model.ZeroGrad();
            model.ActivationCheckpointing = checkpointing;
            Loss((MaskSet)model.Forward(images)).Backward();
            return [.. model.NamedParameters().Select(p => p.Tensor.Grad!.ToArray<float>())];
        }

        // To rounding: what several layers give to one tensor's gradient is summed layer by layer, or as it comes. At this width every
        // channel is a normalization group of its own, which takes out what a bias before it adds: its gradient is 0, and rounding all.
        var (kept, computed) = (Gradients(false), Gradients(true));
        var largest = kept.Max(gradient => gradient.Max(Math.Abs));
        Assert.All(model.NamedParameters().Zip(kept.Zip(computed)), item =>
        {
            var (name, (first, second)) = (item.First.Name, item.Second);
            var isTakenOut = name.Contains("input_proj", StringComparison.Ordinal) && name.EndsWith(".0.bias", StringComparison.Ordinal);
            var scale = isTakenOut ? largest : first.Max(Math.Abs);
            Assert.InRange(first.Zip(second, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5 * scale);
        });
    }

    [Fact]
    public void Under_autocast_the_pixel_decoder_computes_in_full_precision()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(4);
        using var model = Create(Tiny);
        var images = Ops.Randn([1, 3, 64, 64]);
        var full = (MaskSet)model.Forward(images);
        MaskSet half;
        using (Autocast.Enter(Device.Cpu, DType.BFloat16))
        {
            half = (MaskSet)model.Forward(images);
        }

        Assert.Equal(DType.Float32, half.Last.PixelFeatures.DType);
        Loss(half).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(double.IsFinite(p.Tensor.Grad!.Sum().Item()), p.Name));
        var (expected, found) = (full.Last.PixelFeatures, half.Last.PixelFeatures);
        Assert.InRange((found - expected).Abs().Mean().Item() / expected.Abs().Mean().Item(), 0, 0.1);
    }

    [Fact]
    public void Queries_look_inside_their_masks_and_everywhere_where_a_mask_is_empty()
    {
        using var scope = TensorScope.Open();
        using var features = Tensor.From([1f, -1f, 2f, -2f], 1, 1, 2, 2);
        var level = AttendedLevel.Of(Tensor.Zeros([1, 4, 1, 2]), features, Tensor.Zeros([4]));
        Assert.Equal([1.5f, -1.5f], level.Features.ToArray<float>());
        var positive = AttendedLevel.Of(Tensor.Zeros([1, 4, 2, 2]), features.Square(), Tensor.Zeros([4]));
        Assert.Equal([true, false, false, true], level.Visible(Tensor.From([1f, -1f], 1, 2, 1)).ToArray<bool>());
        Assert.All(positive.Visible(Tensor.From([1f, -1f], 1, 2, 1)).ToArray<bool>(), Assert.True);
    }

    [Theory]
    [InlineData("mask2former_r50", 44007700)]
    [InlineData("mask2former_swin_b", 106888524)]
    public void A_published_model_has_its_published_number_of_parameters(string name, long parameters)
    {
        using var model = ModelCatalog.Create(new ModelConfig { Name = name });
        Assert.Equal(parameters, model.NamedParameters().Sum(p => p.Tensor.Count));
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused()
    {
        Assert.Contains("mask2former_swin_t", Assert.Throws<InputException>(() => Create(Tiny, "r51")).Message);
        Assert.Contains("multiple of 32", Assert.Throws<InputException>(() => Create(Tiny with { Width = 40 })).Message);
        Assert.Contains("model.frozen_norm", Assert.Throws<InputException>(() => Create(Tiny, "swin_t")).Message);
        Assert.Contains("model.drop_path", Assert.Throws<InputException>(() => Create(Tiny with { DropPath = 0.1 })).Message);
        using var backbone = new ResNet(new ResNetConfig { Depth = 18 }.WithOutputStride(8));
        Assert.Contains("4, 8, 8, 8", Assert.Throws<InputException>(
            () => new Mask2Former(backbone, new MsDeformAttnPixelDecoderConfig(), new MaskedAttentionDecoderConfig())).Message);
    }

    [Theory]
    [InlineData("mask2former_swin_l", 200)]
    [InlineData("mask2former_r50", 100)]
    [InlineData("mask2former_r18", 50)]
    public void Each_model_has_its_own_number_of_queries(string name, int queries) =>
        Assert.Equal(queries, ((Mask2FormerOptions)ModelCatalog.BuiltIn.Defaults(name)).Queries);

    private static Mask2Former Create(Mask2FormerOptions options, string backbone = "r18") =>
        (Mask2Former)ModelCatalog.Create(new ModelConfig { Name = $"mask2former_{backbone}", NumClasses = 4, Options = options });

    private static Tensor Loss(MaskSet masks) => masks.Layers
        .Select(layer => layer.ClassLogits.To(DType.Float32).Square().Mean() + layer.MaskLogits.To(DType.Float32).Tanh().Mean())
        .Aggregate((sum, term) => sum + term);
}
