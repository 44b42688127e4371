using Panoptes.Foundation;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.MaskDecoders.Plain;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Segmenters;

public sealed class EomtTests
{
    private const int Queries = 6;

    private static readonly EomtOptions Tiny = new()
    {
        Width = 48,
        Heads = 3,
        Depth = 4,
        LateBlocks = 2,
        Queries = Queries,
        ImageSize = [64, 96],
        LayerScale = 1,
    };

    [Theory]
    [InlineData(64, 96, false)]
    [InlineData(65, 97, true)]
    public void Every_late_block_predicts_in_training_and_every_parameter_gets_a_gradient(int height, int width, bool resample)
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(1);
        using var model = Create(Tiny with { ResamplePositions = resample });
        var masks = (MaskSet)model.Forward(Ops.Randn([2, 3, height, width]));
        var (down, across) = masks.PaddedSize;
        Assert.Equal(resample ? (80, 112) : (64, 96), (down, across));
        Assert.Equal(3, masks.Layers.Count);
        Assert.All(masks.Layers, layer =>
        {
            Assert.Equal([2, Queries, 5], layer.ClassLogits.Shape.ToArray());
            Assert.Equal([2, Queries, down / 4, across / 4], layer.MaskLogits.Shape.ToArray());
            var product = Ops.Einsum("nqc,nchw->nqhw", [layer.MaskEmbeddings, layer.PixelFeatures]);
            Assert.InRange((product - layer.MaskLogits).Abs().Max().Item(), 0, 1e-4 * product.Abs().Max().Item());
        });
        Assert.NotSame(masks.Layers[0].PixelFeatures, masks.Layers[1].PixelFeatures);
        Loss(masks).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(
            p.Tensor.Grad is { } gradient && gradient.Abs().Sum().Item() is > 0.0 and < double.PositiveInfinity, p.Name));
    }

    [Fact]
    public void Evaluation_gives_the_last_prediction_alone_and_leaves_no_tensor_behind()
    {
        using var model = Create(Tiny);
        using var images = Ops.Randn([1, 3, 64, 96]).Keep();
        model.Anneal(0, 600);
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
    public void Without_anything_to_hold_it_computes_as_a_network_without_masked_attention()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var held = Create(Tiny);
        using var free = Create(Tiny with { MaskedAttention = false });
        free.LoadStateDict(held.StateDict());
        var images = Ops.Randn([1, 3, 64, 96]);
        var loose = (MaskSet)free.Forward(images);
        Assert.Single(loose.Layers);
        held.Hold([1, 1]);
        var masked = ((MaskSet)held.Forward(images)).Last.MaskLogits;
        Assert.NotEqual(loose.Last.MaskLogits.ToArray<float>(), masked.ToArray<float>());
        held.Hold([0, 0]);
        Assert.Equal(loose.Last.MaskLogits.ToArray<float>(), ((MaskSet)held.Forward(images)).Last.MaskLogits.ToArray<float>());
    }

    [Fact]
    public void Evaluation_does_what_the_larger_share_does_and_draws_nothing()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = Create(Tiny);
        model.Eval();
        var images = Ops.Randn([1, 3, 64, 96]);
        float[] Masks(params double[] shares)
        {
            model.Hold(shares);
            return ((MaskSet)model.Forward(images)).Last.MaskLogits.ToArray<float>();
        }

        var state = Randomness.GetState(Device.Cpu).ToArray<byte>();
        Assert.Equal(Masks(1, 1), Masks(0.6, 1));
        Assert.Equal(Masks(0, 1), Masks(0.4, 0.9));
        Assert.NotEqual(Masks(1, 1), Masks(0, 1));
        Assert.Equal(state, Randomness.GetState(Device.Cpu).ToArray<byte>());
    }

    [Fact]
    public void What_a_checkpoint_says_of_the_masks_is_followed()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var trained = Create(Tiny);
        using var loaded = Create(Tiny);
        var images = Ops.Randn([1, 3, 64, 96]);
        trained.Hold([0, 0]);
        loaded.Eval();
        loaded.Forward(images);
        loaded.LoadStateDict(trained.StateDict());
        Assert.Equal([0f, 0f], loaded.StateDict()[0].Tensor.ToArray<float>());
        trained.Eval();
        Assert.Equal(
            ((MaskSet)trained.Forward(images)).Last.MaskLogits.ToArray<float>(),
            ((MaskSet)loaded.Forward(images)).Last.MaskLogits.ToArray<float>());
    }

    [Fact]
    public void Queries_see_each_other_the_prefix_and_the_inside_of_their_masks()
    {
        using var scope = TensorScope.Open();
        var masks = new QueryMasks(Tensor.Ones([1]));
        // Two queries over 1x2 patches of 4x4 pixels; only the middle of a patch decides.
        var logits = Tensor.Full([1, 2, 4, 8], -1.0);
        logits.Select(1, 0).Narrow(1, 1, 2).Narrow(2, 5, 2).FillInPlace(1);
        logits.Select(1, 1).Narrow(1, 0, 1).FillInPlace(9);
        var prediction = new MaskPrediction(logits, logits, logits, logits);
        var visible = masks.Visible(0, prediction, (1, 2), 5, draws: null);
        Assert.Equal([1, 2, 9], visible.Shape.ToArray());
        Assert.All(visible.Narrow(2, 0, 7).ToArray<bool>(), Assert.True);
        Assert.Equal([false, true, false, false], visible.Narrow(2, 7, 2).ToArray<bool>());
        masks.Set([0.5]);
        var drawn = masks.Visible(0, prediction, (1, 2), 5, (_, _, _) => Tensor.From([0.5f, 0.51f], 1, 2));
        Assert.Equal([false, true, true, true], drawn.Narrow(2, 7, 2).ToArray<bool>());
    }

    [Fact]
    public void Tokens_without_a_mask_see_everything()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var block = new DinoBlock(24, 3, 1);
        var x = Ops.Randn([2, 10, 24]);
        var visible = Tensor.Ones([2, 3, 10], DType.Bool);
        var all = block.Forward(x);
        Assert.InRange((block.Forward(x, visible) - all).Abs().Max().Item(), 0, 1e-5);
        visible.Narrow(2, 5, 5).FillInPlace(false);
        var some = block.Forward(x, visible);
        Assert.InRange((some - all).Narrow(1, 3, 7).Abs().Max().Item(), 0, 1e-5);
        Assert.True((some - all).Narrow(1, 0, 3).Abs().Max().Item() > 1e-3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Queries_in_another_order_give_their_predictions_in_that_order(double share)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = Create(Tiny);
        model.Eval();
        model.Hold([share, share]);
        var images = Ops.Randn([1, 3, 64, 96]);
        var before = (MaskSet)model.Forward(images);
        var queries = model.NamedParameters().Single(p => p.Name == "network.q.weight").Tensor;
        var order = Tensor.From<long>([3, 1, 5, 0, 4, 2], Queries);
        queries.CopyInPlace(queries.IndexSelect(0, order));
        var after = (MaskSet)model.Forward(images);
        Assert.InRange((before.Last.MaskLogits.IndexSelect(1, order) - after.Last.MaskLogits).Abs().Max().Item(), 0, 1e-3);
        Assert.InRange((before.Last.ClassLogits.IndexSelect(1, order) - after.Last.ClassLogits).Abs().Max().Item(), 0, 1e-3);
    }

    [Fact]
    public void Another_image_size_is_refused_by_name_and_a_fitted_image_padded_with_black()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = Create(Tiny);
        var refused = Assert.Throws<InputException>(() => model.Forward(Ops.Randn([1, 3, 48, 80])));
        Assert.Contains("48x80", refused.Message);
        Assert.Contains("64x96", refused.Message);
        Assert.Contains("model.resample_positions", refused.Message);
        Assert.Throws<InputException>(() => model.Forward(Ops.Randn([1, 3, 80, 96])));

        model.Eval();
        var raw = Ops.Rand([1, 3, 50, 96]);
        var fitted = (MaskSet)model.Forward(model.Normalize(raw));
        var black = (MaskSet)model.Forward(model.Normalize(raw.ConstantPadNd([0, 0, 0, 14])));
        Assert.Equal((64, 96), fitted.PaddedSize);
        Assert.InRange((fitted.Last.MaskLogits - black.Last.MaskLogits).Abs().Max().Item(), 0, 1e-4);
    }

    [Fact]
    public void Activation_checkpointing_gives_the_same_gradients()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(3);
        using var model = Create(Tiny);
        model.Hold([0.5, 1]);
        var images = Ops.Randn([1, 3, 64, 96]);
        var state = Randomness.GetState(Device.Cpu);
        float[][] Gradients(bool checkpointing)
        {
            Randomness.SetState(Device.Cpu, state);
            model.ZeroGrad();
            model.Backbone.ActivationCheckpointing = checkpointing;
            Loss((MaskSet)model.Forward(images)).Backward();
            return [.. model.NamedParameters().Select(p => p.Tensor.Grad!.ToArray<float>())];
        }

        Assert.All(Gradients(false).Zip(Gradients(true)), pair =>
            Assert.InRange(pair.First.Zip(pair.Second, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5 * pair.First.Max(Math.Abs)));
    }

    [Fact]
    public void Half_precision_computes_nearly_the_same()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(4);
        using var model = Create(Tiny);
        model.Hold([0, 0]);
        var images = Ops.Randn([1, 3, 64, 96]);
        var full = (MaskSet)model.Forward(images);
        MaskSet half;
        using (Autocast.Enter(Device.Cpu, DType.BFloat16))
        {
            half = (MaskSet)model.Forward(images);
        }

        Loss(half).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(double.IsFinite(p.Tensor.Grad!.Sum().Item()), p.Name));
        var (expected, actual) = (full.Last.MaskLogits, half.Last.MaskLogits.To(DType.Float32));
        Assert.InRange((actual - expected).Square().Mean().Sqrt().Item() / expected.Square().Mean().Sqrt().Item(), 0, 0.1);
    }

    [Theory]
    [InlineData(19902, 4, "3317 6634 9951 13268", 3317)]
    [InlineData(39122, 4, "6520 13040 19560 26080", 6520)]
    [InlineData(88692, 3, "14782 36955 59128", 14782)]
    [InlineData(88692, 4, "14782 29564 44346 59128", 14782)]
    [InlineData(88692, 5, "14782 25869 36955 48042 59128", 14782)]
    [InlineData(177384, 3, "29564 73910 118256", 29564)]
    public void Blocks_let_go_of_their_masks_where_published_ones_do(long steps, int blocks, string starts, long length)
    {
        var spans = new MaskAnnealing().Spans(blocks, steps);
        Assert.Equal(starts, string.Join(' ', spans.Select(span => span.Start)));
        Assert.All(spans, span => Assert.Equal(length, span.End - span.Start));
    }

    [Fact]
    public void Steps_of_ones_own_take_the_place_of_the_published_rule()
    {
        var own = new MaskAnnealing { Start = [0, 100], End = [50, 200], Power = 1 };
        Assert.Equal([0.5, 1], own.At(2, 25, 1000));
        Assert.Equal([0, 0.25], own.At(2, 175, 1000));
        Assert.Equal([0, 0], own.At(2, 200, 1000));
    }

    [Fact]
    public void A_published_model_has_its_published_number_of_parameters()
    {
        using var model = ModelCatalog.Create(new ModelConfig { Name = "eomt_b", NumClasses = 133 });
        Assert.Equal(93663110, model.NamedParameters().Sum(p => p.Tensor.Count));
    }

    [Fact]
    public void The_giant_network_gates_its_mlps()
    {
        using var model = ModelCatalog.Create(
            new ModelConfig { Name = "eomt_g", Options = Tiny with { Width = 1536, Heads = 24, Depth = 1, LateBlocks = 1 } });
        var shapes = model.StateDict().ToDictionary(t => t.Name, t => t.Tensor.Shape.ToArray());
        Assert.Equal([8192, 1536], shapes["network.encoder.backbone.blocks.0.mlp.fc1.weight"]);
        Assert.Equal([1536, 4096], shapes["network.encoder.backbone.blocks.0.mlp.fc2.weight"]);
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused()
    {
        Assert.Contains("model.image_size", Refusal(Tiny with { ImageSize = [60, 96] }));
        Assert.Contains("model.late_blocks", Refusal(Tiny with { LateBlocks = 5 }));
        Assert.Contains("model.heads", Refusal(Tiny with { Width = 50 }));
        Assert.Contains("model.annealing_start", Refusal(Tiny with { AnnealingStart = [1], AnnealingEnd = [2] }));
        Assert.Contains("model.annealing_end", Refusal(Tiny with { AnnealingStart = [1, 2], AnnealingEnd = [2, 2] }));
        Assert.Contains("model.frozen_backbone", Assert.Throws<InputException>(() => ModelCatalog.Create(
            new ModelConfig { Name = "eomt_t", Options = Tiny, FrozenBackbone = true, Weights = "a" })).Message);
    }

    private static string Refusal(EomtOptions options) => Assert.Throws<InputException>(() => Create(options)).Message;

    private static Eomt Create(EomtOptions options) =>
        (Eomt)ModelCatalog.Create(new ModelConfig { Name = "eomt_t", NumClasses = 4, Options = options });

    private static Tensor Loss(MaskSet masks) => masks.Layers
        .Select(layer => layer.ClassLogits.To(DType.Float32).Square().Mean() + layer.MaskLogits.To(DType.Float32).Tanh().Mean())
        .Aggregate((sum, term) => sum + term);
}
