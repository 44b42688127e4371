using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.Detectron;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.DynamicKernels;
using Panoptes.Models.DynamicKernels;
using Panoptes.Models.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Tests.Weights;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Segmenters;

public sealed class PanopticFcnTests
{
    private static readonly PanopticFcnOptions Tiny = PanopticFcnOptions.Small with { Width = 32, EmbeddingWidth = 16, Things = [1, 3] };

    [Theory]
    [InlineData("mobilenetv2", 96, 128)]
    [InlineData("r18", 65, 97)]
    public void Sizes_are_padded_to_strides_and_every_parameter_gets_a_gradient(string backbone, int height, int width)
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(1);
        using var model = Create(Tiny, backbone);
        var maps = (KernelMaps)model.Forward(Ops.Randn([2, 3, height, width]));
        Assert.Equal((96, 128), maps.PaddedSize);
        Assert.Equal([2, 16, 24, 32], maps.PixelFeatures.Shape.ToArray());
        Assert.Equal(5, maps.Levels.Count);
        for (var k = 0; k < 5; k++)
        {
            var (h, w) = ((96 + (8 << k) - 1) / (8 << k), 128 / (8 << k));
            Assert.Equal([2, 2, h, w], maps.Levels[k].Centers.Shape.ToArray());
            Assert.Equal([2, 3, h, w], maps.Levels[k].Regions.Shape.ToArray());
            Assert.Equal([2, 32, h, w], maps.Levels[k].Kernels.Shape.ToArray());
        }

        Loss(maps).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(
            p.Tensor.Grad is { } gradient && double.IsFinite(gradient.Sum().Item()), p.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Fewer_maps_leave_the_coarsest_out_and_nothing_without_a_gradient(int count)
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(1);
        using var model = Create(Tiny with { KernelMaps = count });
        var maps = (KernelMaps)model.Forward(Ops.Randn([2, 3, 96, 128]));
        Assert.Equal(Enumerable.Range(0, count).Select(k => 128L / (8 << k)), maps.Levels.Select(level => level.Centers.Size(3)));
        Assert.Equal(count > 3, model.NamedParameters().Any(p => p.Name.Contains("top_block.p6", StringComparison.Ordinal)));
        Assert.DoesNotContain(model.NamedParameters(), p => p.Name.Contains("top_block.p7", StringComparison.Ordinal));
        Loss(maps).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(p.Tensor.Grad is not null, p.Name));
    }

    [Fact]
    public void Evaluation_leaves_no_tensor_behind()
    {
        using var model = Create(Tiny);
        using var images = Ops.Randn([1, 3, 64, 96]).Keep();
        model.Eval();
        var before = TensorScope.LiveTensors;
        using (TensorScope.Open())
        using (Autograd.NoGrad())
        {
            var maps = (KernelMaps)model.Forward(images);
            maps.Panoptic(0, ReadingSize.Same(64, 96), _ => true, new PanopticOptions());
            maps.Instances(0, ReadingSize.Same(64, 96), _ => true, 10);
            maps.Labels(0, ReadingSize.Same(64, 96));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Half_precision_computes_nearly_the_same()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(3);
        using var model = Create(Tiny);
        var images = Ops.Randn([2, 3, 65, 97]);
        var full = (KernelMaps)model.Forward(images);
        KernelMaps half;
        using (Autocast.Enter(Device.Cpu, DType.BFloat16))
        {
            half = (KernelMaps)model.Forward(images);
        }

        var difference = (half.PixelFeatures.To(DType.Float32) - full.PixelFeatures).Square().Mean().Sqrt().Item();
        Assert.InRange(difference / full.PixelFeatures.Square().Mean().Sqrt().Item(), 0, 0.1);
        Loss(half).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(double.IsFinite(p.Tensor.Grad!.Sum().Item()), p.Name));
    }

    [Fact]
    public void Checkpointed_activations_give_the_same_gradients()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(5);
        using var model = Create(Tiny);
        var images = Ops.Randn([2, 3, 64, 64]);
        float[][] Gradients(bool isCheckpointed)
        {
            model.Backbone.ActivationCheckpointing = isCheckpointed;
            model.ZeroGrad();
            Loss((KernelMaps)model.Forward(images)).Backward();
            return [.. model.NamedParameters().Select(p => p.Tensor.Grad!.ToArray<float>())];
        }

        // What two heads give to one map is added up in another order.
        Assert.All(Gradients(false).Zip(Gradients(true)), pair =>
            Assert.InRange(pair.First.Zip(pair.Second, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5 * pair.First.Max(Math.Abs)));
    }

    [Fact]
    public void What_is_frozen_keeps_its_weights_and_its_statistics()
    {
        using var scope = TensorScope.Open();
        using var model = Create(Tiny with { FreezeAt = 2 });
        var frozen = model.NamedParameters().Where(p => !p.Tensor.RequiresGrad).Select(p => p.Name).ToArray();
        Assert.NotEmpty(frozen);
        Assert.All(frozen, name => Assert.Matches(@"^backbone\.bottom_up\.(stem|res2)\.", name));
        Assert.DoesNotContain(model.NamedParameters(), p => p.Name.Contains("res2.") && p.Name.Contains("norm"));
        Assert.Contains(model.NamedParameters(), p => p.Name.Contains("res3.0.conv1.norm"));
        Loss((KernelMaps)model.Forward(Ops.Randn([1, 3, 64, 64]))).Backward();
        Assert.All(model.NamedParameters(), p => Assert.Equal(p.Tensor.RequiresGrad, p.Tensor.Grad is not null));
    }

    [Fact]
    public void Torchvisions_backbone_fills_what_is_below_the_pyramid()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var source = new ResNet(new ResNetConfig { Depth = 18 });
        using var file = new SavedModule(source, name => name);
        using var model = Create(Tiny);
        var report = WeightLoader.Load(model, file.Weights, null, 0.5);
        Assert.Equal("backbone", report.Scope);
        Assert.All(report.Missing, name => Assert.DoesNotContain("bottom_up", name));
        source.Eval();
        model.Eval();
        var images = Ops.Randn([1, 3, 64, 64]);
        Assert.All(source.Forward(images).Zip(model.Backbone.BottomUp.Forward(images)), pair => Assert.Equal(
            pair.First.ToArray<float>(), pair.Second.ToArray<float>()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("backbone.")]
    public void Detectrons_backbone_fills_what_is_below_the_pyramid(string prefix)
    {
        using var scope = TensorScope.Open();
        using var source = new DetectronResNet(new DetectronResNetConfig { Depth = 18 });
        using var file = new SavedModule(source, name => prefix + name);
        using var model = Create(Tiny);
        var report = WeightLoader.Load(model, file.Weights, null, 0.5);
        Assert.All(report.Missing, name => Assert.DoesNotContain("bottom_up", name));
    }

    [Fact]
    public void Blue_comes_first_where_weights_want_it()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        Randomness.Seed(1);
        using var plain = Create(Tiny);
        using var turned = Create(Tiny with { BlueFirst = true });
        turned.LoadStateDict(plain.StateDict());
        var images = Ops.Randn([1, 3, 64, 64]);
        Assert.Equal(
            ((KernelMaps)plain.Forward(images.Flip([1]))).PixelFeatures.ToArray<float>(),
            ((KernelMaps)turned.Forward(images)).PixelFeatures.ToArray<float>());
    }

    [Fact]
    public void The_published_model_has_its_published_number_of_parameters()
    {
        var options = new PanopticFcnOptions { EmbeddingWidth = 64, FrozenNorm = true, StrideIn1x1 = true, FreezeAt = 2 };
        using var model = ModelCatalog.Create(new ModelConfig { Name = "panoptic_fcn_r50", NumClasses = 133, Options = options });
        Assert.Equal(36_999_511, model.NamedParameters().Sum(p => p.Tensor.Count));
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused()
    {
        Assert.Contains("panoptic_fcn_r18", Assert.Throws<InputException>(() => Create(Tiny, "r51")).Message);
        Assert.Contains("multiple of 32", Assert.Throws<InputException>(() => Create(Tiny with { Width = 40 })).Message);
        Assert.Contains("model.frozen_norm", Assert.Throws<InputException>(
            () => Create(Tiny with { FrozenNorm = true }, "mobilenetv2")).Message);
        Assert.Contains("model.things", Assert.Throws<InputException>(() => Create(Tiny with { Things = [2, 7] })).Message);
        Assert.Contains("model.things", Assert.Throws<InputException>(() => Create(Tiny with { Things = [] })).Message);
        using var backbone = new ResNet(new ResNetConfig { Depth = 18 }.WithOutputStride(8));
        Assert.Contains("4, 8, 8, 8", Assert.Throws<InputException>(() => new PanopticFcn(
            backbone, new PanopticFcnConfig { Classes = new ThingTable(4, [1]) }, new())).Message);
    }

    [Fact]
    public void Classes_of_a_data_set_say_which_are_objects()
    {
        var config = PanopticFcnFamily.Instance.ForClasses(new ModelConfig { Name = "panoptic_fcn_r18" }, 5, [2, 4]);
        Assert.Equal((5, "2, 4"), (config.Classes, string.Join(", ", config.OptionsAs<PanopticFcnOptions>().Things!)));
        var table = new ThingTable(5, [2, 4]);
        Assert.Equal([ThingTable.AnyThing, 0, 1, 3], table.StuffMaps);
        Assert.Equal((1, -1, 0, 3), (table.ThingOf(4), table.ThingOf(3), table.StuffMapOf(4), table.StuffMapOf(3)));
        var all = new ThingTable(5, [2, 4], IsStuffOfAll: true);
        Assert.Equal([0, 1, 2, 3, 4], all.StuffMaps);
        Assert.Equal((true, false, false), (all.IsStuff(3), all.IsStuff(4), table.IsStuff(0)));
    }

    private static PanopticFcn Create(PanopticFcnOptions options, string backbone = "r18") =>
        (PanopticFcn)ModelCatalog.Create(new ModelConfig { Name = $"panoptic_fcn_{backbone}", NumClasses = 4, Options = options });

    private static Tensor Loss(KernelMaps maps)
    {
        var kernels = maps.Levels.Select(level => level.Kernels.To(DType.Float32).Permute([0, 2, 3, 1]).Flatten(0, 2)).ToArray();
        var all = Ops.Cat(kernels, 0);
        return maps.Levels.Select(level => level.Centers.To(DType.Float32).Square().Mean() + level.Regions.To(DType.Float32).Tanh().Mean())
            .Aggregate((sum, term) => sum + term)
            + maps.EmbedThings(all).To(DType.Float32).Square().Mean() + maps.EmbedStuff(all).To(DType.Float32).Square().Mean()
            + maps.PixelFeatures.To(DType.Float32).Tanh().Mean();
    }
}
