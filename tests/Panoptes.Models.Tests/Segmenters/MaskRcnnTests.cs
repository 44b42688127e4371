using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.TwoStage;
using Panoptes.Models.Layers;
using Panoptes.Models.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Tests.Weights;
using Panoptes.Models.Weights;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Segmenters;

public sealed class MaskRcnnTests
{
    private const string Panoptic = "panoptic_cascade_mask_rcnn_r18";
    private const string Instances = "mask_rcnn_r18";

    private static readonly PanopticDetectorOptions Tiny = PanopticDetectorOptions.Small with
    {
        Width = 32,
        BoxWidth = 32,
        MaskWidth = 16,
        SemanticWidth = 32,
        Things = [1, 3],
    };

    private static readonly InstanceDetectorOptions TinyInstances = InstanceDetectorOptions.Small with
    {
        Width = 32,
        BoxWidth = 32,
        MaskWidth = 16,
        Things = [1, 3],
    };

    [Theory]
    [InlineData(96, 128)]
    [InlineData(65, 97)]
    public void Sizes_are_padded_to_strides_and_every_parameter_gets_a_gradient(int height, int width)
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(1);
        using var model = Create(Tiny with { PyramidNorm = NormKind.Batch });
        var outputs = (Detections)model.Forward(Ops.Randn([2, 3, height, width]));
        Assert.Equal(((height, width), (96, 128)), (outputs.Size, outputs.PaddedSize));
        Assert.Equal([2, 3, 24, 32], outputs.Semantic!.Shape.ToArray());
        Assert.Equal([24, 12, 6, 3, 2], outputs.Proposals.Select(level => level.Objectness.Size(2)));
        Assert.Null(outputs.Found);
        Loss(outputs).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(
            p.Tensor.Grad is { } gradient && double.IsFinite(gradient.Sum().Item()), p.Name));
    }

    [Fact]
    public void Proposals_lie_in_the_image_likeliest_first_and_no_more_than_asked_for()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(2);
        using var model = Create(Tiny with { TrainingProposals = 7 });
        var outputs = (Detections)model.Forward(Ops.Randn([2, 3, 65, 97]));
        foreach (var (boxes, logits) in outputs.Propose())
        {
            Assert.Equal(7, boxes.Size(0));
            Assert.Equal(logits.ToArray<float>().OrderDescending(), logits.ToArray<float>());
            Assert.All(boxes.ToArray<float>().Chunk(4), box => Assert.True(
                box[0] >= 0 && box[1] >= 0 && box[2] <= 97 && box[3] <= 65 && box[2] > box[0] && box[3] > box[1]));
        }
    }

    [Theory]
    [InlineData(Panoptic)]
    [InlineData(Instances)]
    public void Evaluation_leaves_no_tensor_behind(string name)
    {
        using var model = Create(name == Panoptic ? Tiny with { Score = 0 } : TinyInstances with { Score = 0 }, name);
        using var images = Ops.Randn([2, 3, 65, 97]).Keep();
        model.Eval();
        var before = TensorScope.LiveTensors;
        using (TensorScope.Open())
        using (Autograd.NoGrad())
        {
            var outputs = (Detections)model.Forward(images);
            Assert.NotEqual(0, outputs.Found![1].Count);
            outputs.Panoptic(1, ReadingSize.Same(65, 97), _ => true, new PanopticOptions { ObjectScore = 0 });
            Assert.InRange(outputs.Instances(1, ReadingSize.Same(65, 97), _ => true, 10).Instances.Count, 1, 10);
            outputs.Labels(1, ReadingSize.Same(65, 97));
            outputs.Scores(1, new ReadingSize(65, 97, 130, 194));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Without_proposals_and_without_sure_boxes_nothing_is_found()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = Create(Tiny with { Score = 0.999 });
        model.Eval();
        var outputs = (Detections)model.Forward(Ops.Randn([1, 3, 64, 64]));
        Assert.Equal(0, outputs.Objects(0).Count);
        Assert.Empty(outputs.Instances(0, ReadingSize.Same(64, 64), _ => true, 10).Instances);
        Assert.DoesNotContain(
            outputs.Panoptic(0, ReadingSize.Same(64, 64), _ => true, new PanopticOptions()).Segments, segment => segment.IsThing);
    }

    [Fact]
    public void A_stage_of_no_box_says_nothing_and_has_gradients_of_zero()
    {
        using var scope = TensorScope.Open();
        using var model = Create(Tiny);
        var outputs = (Detections)model.Forward(Ops.Randn([2, 3, 64, 64]));
        Tensor[] none = [Tensor.Zeros([0, 4]), Tensor.Zeros([0, 4])];
        var said = outputs.Stage(0, none);
        var masks = outputs.Masks(none);
        Assert.Equal((0, 3, 0, 2), (said.ClassLogits.Size(0), said.ClassLogits.Size(1), masks.Size(0), masks.Size(1)));
        (said.ClassLogits.Sum() + said.Deltas.Sum() + masks.Sum()).Backward();
        Assert.All(
            model.Heads.NamedParameters().Where(p => p.Name.Contains("box_head.0") || p.Name.Contains("mask_head")),
            p => Assert.Equal(0, p.Tensor.Grad!.Abs().Sum().Item()));
    }

    [Fact]
    public void Each_of_three_stages_gives_the_pyramid_a_third_of_its_gradient_and_sees_it_as_it_is()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(4);
        using var three = Create(Tiny);
        using var one = (MaskRcnn)ModelCatalog.Create(new ModelConfig
        {
            Name = "panoptic_fpn_r18",
            NumClasses = 4,
            Options = Tiny with { ClassAgnosticBoxes = true },
        });
        using (Autograd.NoGrad())
        {
            foreach (var (name, tensor) in one.Heads.NamedParameters().Where(p => p.Name.StartsWith("box_")))
            {
                var (part, rest) = (name[..name.IndexOf('.')], name[(name.IndexOf('.') + 1)..]);
                tensor.CopyInPlace(three.Heads.NamedParameters().Single(p => p.Name == $"{part}.0.{rest}").Tensor);
            }
        }

        Tensor[] pyramid = [.. new[] { 16, 8, 4, 2 }.Select(side => Ops.Randn([1, 32, side, side]))];
        pyramid[0].RequiresGrad = true;
        (float[] Said, float[] Gradient) Run(MaskRcnn model)
        {
            var said = model.Heads.Stage(0, pyramid, [Tensor.From([3f, 4, 40, 50], 1, 4)]);
            pyramid[0].Grad?.FillInPlace(0);
            said.ClassLogits.Square().Sum().Backward();
            return (said.ClassLogits.ToArray<float>(), pyramid[0].Grad!.ToArray<float>());
        }

        var (whole, third) = (Run(one), Run(three));
        Assert.Equal(whole.Said, third.Said);
        var largest = whole.Gradient.Max(Math.Abs);
        Assert.True(largest > 0);
        Assert.All(whole.Gradient.Zip(third.Gradient), pair => Assert.Equal(pair.First / 3, pair.Second, 1e-5 * largest));
    }

    [Fact]
    public void Half_precision_computes_nearly_the_same()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(3);
        using var model = Create(Tiny);
        var images = Ops.Randn([2, 3, 65, 97]);
        var full = (Detections)model.Forward(images);
        Detections half;
        using (Autocast.Enter(Device.Cpu, DType.BFloat16))
        {
            half = (Detections)model.Forward(images);
            Loss(half).Backward();
        }

        var difference = (half.Semantic!.To(DType.Float32) - full.Semantic!).Square().Mean().Sqrt().Item();
        Assert.InRange(difference / full.Semantic!.Square().Mean().Sqrt().Item(), 0, 0.1);
        Assert.All(model.NamedParameters(), p => Assert.True(double.IsFinite(p.Tensor.Grad!.Sum().Item()), p.Name));
    }

    [Fact]
    public void What_is_frozen_keeps_its_weights_and_its_statistics()
    {
        using var scope = TensorScope.Open();
        using var model = Create(Tiny with { FreezeAt = 2 });
        var frozen = model.NamedParameters().Where(p => !p.Tensor.RequiresGrad).Select(p => p.Name).ToArray();
        Assert.NotEmpty(frozen);
        Assert.All(frozen, name => Assert.Matches(@"^backbone\.bottom_up\.(stem|res2)\.", name));
        using var fixedNorm = Create(Tiny with { Norm = NormKind.FrozenBatch, PyramidNorm = NormKind.FrozenBatch });
        Assert.DoesNotContain(fixedNorm.NamedParameters(), p => p.Name.StartsWith("backbone.") && p.Name.Contains(".norm."));
        using var groups = Create(Tiny with { Norm = NormKind.Group, PyramidNorm = NormKind.Group });
        Assert.DoesNotContain(groups.NamedBuffers(), b => b.Name.Contains("running_mean"));
        Assert.Contains(groups.NamedParameters(), p => p.Name == "backbone.fpn_lateral2.norm.weight");
    }

    [Fact]
    public void Torchvisions_and_Dinos_backbones_fill_what_is_below_the_pyramid()
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

    [Fact]
    public void The_student_of_a_Lightning_file_of_Cups_is_taken_and_not_its_teacher()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        Randomness.Seed(5);
        var student = Create(Tiny);
        using var teacher = Create(Tiny);
        using var file = new SavedModule(
            student, (name, tensor) => ($"model.{name}", tensor),
            [.. teacher.StateDict().Select(entry => ($"teacher_model.{entry.Name}", entry.Tensor))]);
        using var loaded = Create(Tiny);
        WeightLoader.Load(loaded, file.Weights, null, 0.99);
        Assert.All(student.StateDict().Zip(loaded.StateDict()), pair => Assert.True(
            pair.First.Tensor.Bytes().SequenceEqual(pair.Second.Tensor.Bytes()), pair.First.Name));
    }

    [Fact]
    public void Weights_say_which_classes_their_heads_are_of_and_others_of_that_shape_refuse_them()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var source = Create(Tiny);
        var facts = WeightMetadata.Of(source);
        Assert.Equal(("1, 3", "0, 2"), (facts["things"], facts["stuff"]));
        using var file = new SavedModule(source, name => name, facts);
        using var same = Create(Tiny);
        Assert.Empty(WeightLoader.Load(same, file.Weights, null, 0.99).Remarks);
        using var other = Create(Tiny with { Things = [3, 1] });
        Assert.Contains("model.things=[1, 3]", Assert.Throws<InputException>(
            () => WeightLoader.Load(other, file.Weights, null, 0.99)).Message);
        using var swapped = Create(Tiny with { Stuff = [2, 0] });
        Assert.Contains("model.stuff=[0, 2]", Assert.Throws<InputException>(
            () => WeightLoader.Load(swapped, file.Weights, null, 0.99)).Message);
        using var silent = new SavedModule(Create(Tiny), name => name);
        Assert.Contains("model.things=[1, 3]", Assert.Single(WeightLoader.Load(same, silent.Weights, null, 0.99).Remarks));
    }

    [Fact]
    public void Blue_comes_first_where_weights_want_it()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var plain = Create(Tiny);
        using var turned = Create(Tiny with { BlueFirst = true });
        turned.LoadStateDict(plain.StateDict());
        var images = Ops.Randn([1, 3, 64, 64]);
        Assert.Equal(
            ((Detections)plain.Forward(images.Flip([1]))).Semantic!.ToArray<float>(),
            ((Detections)turned.Forward(images)).Semantic!.ToArray<float>());
    }

    // torchvision counts 44,401,393 of Mask R-CNN with 91 outputs for classes; here are 81, and 80 for boxes and masks. Cascade Mask R-CNN
    // has two more heads and predictors, and one box whatever the class.
    [Theory]
    [InlineData("mask_rcnn_r50", 44_401_393 - ((10 + 44) * 1025) - (11 * 257))]
    [InlineData("cascade_mask_rcnn_r50", 44_343_216 - (316 * 1025) + (2 * ((1024 * (12_545 + 1025)) + (85 * 1025))))]
    public void The_published_models_have_their_published_number_of_parameters(string name, long count)
    {
        var options = new InstanceDetectorOptions { Norm = NormKind.FrozenBatch };
        using var model = ModelCatalog.Create(new ModelConfig { Name = name, NumClasses = 80, Options = options });
        Assert.Equal(count, model.NamedParameters().Sum(p => p.Tensor.Count));
    }

    [Fact]
    public void Maps_follow_the_order_of_classes_that_is_given()
    {
        var table = (Tiny with { Things = [3, 0], Stuff = [2, 1] }).Table(4);
        Assert.Equal([3, 0], table.Things);
        Assert.Equal([ThingTable.AnyThing, 2, 1], table.StuffMaps);
        Assert.Equal((0, 1, 2, 1), (table.ThingOf(3), table.ThingOf(0), table.StuffMapOf(1), table.StuffMapOf(2)));
        var config = DetectorFamily.Panoptic.ForClasses(new ModelConfig { Name = Panoptic }, 5, [2, 4]);
        Assert.Equal([2, 4], config.OptionsAs<PanopticDetectorOptions>().Things);
    }

    [Fact]
    public void Options_that_do_not_fit_are_refused()
    {
        Assert.Contains("multiple of 32", Refused(Tiny with { Width = 40 }));
        Assert.Contains("model.things", Refused(Tiny with { Things = [2, 7] }));
        Assert.Contains("model.things", Refused(Tiny with { Things = [] }));
        Assert.Contains("model.stuff", Refused(Tiny with { Stuff = [1] }));
        Assert.Contains("model.anchor_sizes", Refused(Tiny with { AnchorSizes = [8, 16, 32, 64] }));
        Assert.Contains("model.class_agnostic_boxes", Refused(Tiny with { ClassAgnosticBoxes = false }));
        Assert.Contains("model.freeze_at", Refused(Tiny with { FreezeAt = 6 }));
        Assert.Contains("model.norm", Assert.Throws<InputException>(
            () => Create(Tiny with { Norm = NormKind.Group }, "panoptic_fpn_mobilenetv2")).Message);
        Assert.Contains("model.stuff_share", Refused(Tiny with { StuffShare = 2 }));
    }

    private static string Refused(PanopticDetectorOptions options) =>
        Assert.Throws<InputException>(() => Create(options)).Message;

    private static MaskRcnn Create(DetectorOptions options, string name = Panoptic) =>
        (MaskRcnn)ModelCatalog.Create(new ModelConfig { Name = name, NumClasses = 4, Options = options });

    private static Tensor Loss(Detections outputs)
    {
        Tensor[] boxes = [Tensor.From([3f, 4, 40, 50, 0, 0, 60, 30], 2, 4), Tensor.From([10f, 10, 30, 42], 1, 4)];
        var sum = outputs.Masks(boxes).To(DType.Float32).Square().Mean();
        for (var stage = 0; stage < outputs.Coders.Count; stage++)
        {
            var said = outputs.Stage(stage, boxes);
            sum = sum + said.ClassLogits.To(DType.Float32).Square().Mean() + said.Deltas.To(DType.Float32).Square().Mean();
        }

        foreach (var level in outputs.Proposals)
        {
            sum = sum + level.FlatObjectness().Square().Mean() + level.FlatDeltas().Square().Mean();
        }

        return outputs.Semantic is null ? sum : sum + outputs.Semantic.To(DType.Float32).Tanh().Mean();
    }
}
