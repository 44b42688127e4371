using Panoptes.Models.Backbones;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dino;
using Panoptes.Models.Catalog.Families.MaskedAttention;
using Panoptes.Models.Loading;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Weights;

public sealed class Mask2FormerWeightsTests
{
    private static readonly Mask2FormerOptions Tiny =
        Mask2FormerOptions.Small with { Queries = 6, Width = 32, Heads = 4, FeedForward = 48, EncoderFeedForward = 40 };

    [Theory]
    [InlineData("sem_seg_head.pixel_decoder.", "sem_seg_head.", "older")]
    [InlineData("sem_seg_head.pixel_decoder.", "sem_seg_head.pixel_decoder.pixel_decoder.", "without the prefix")]
    [InlineData("", "modelTeacher.", "without the prefix")]
    [InlineData("", "module.", "without the prefix")]
    [InlineData("predictor.query_feat", "predictor.static_query", "older")]
    public void Files_of_other_ages_fill_the_whole_network(string own, string theirs, string said)
    {
        using var scope = TensorScope.Open();
        using var file = new SavedModule(
            Create(), name => own.Length == 0 ? theirs + name : name.Replace(own, theirs, StringComparison.Ordinal));
        using var model = Create();
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Equal(("model", 1.0), (report.Scope, report.Coverage));
        Assert.Contains(said, report.Mapping);
        file.CheckEqual(model);
    }

    [Fact]
    public void A_doubled_prefix_inside_another_is_taken_for_one()
    {
        using var scope = TensorScope.Open();
        using var file = new SavedModule(Create(), name => "module."
            + name.Replace("sem_seg_head.pixel_decoder.", "sem_seg_head.pixel_decoder.pixel_decoder.", StringComparison.Ordinal));
        using var model = Create();
        Assert.Contains("doubled", WeightLoader.Load(model, file.Weights, null, 1).Mapping);
        file.CheckEqual(model);
    }

    [Fact]
    public void The_criterions_class_weights_are_named_and_another_class_table_is_said()
    {
        using var scope = TensorScope.Open();
        using var file = new SavedModule(Create(), (name, tensor) => (name, tensor), ("criterion.empty_weight", Tensor.Ones([5])));
        using var model = Create(classes: 7);
        var report = WeightLoader.Load(model, file.Weights);
        Assert.Equal(["criterion.empty_weight"], report.Unexpected);
        Assert.Equal(["sem_seg_head.predictor.class_embed.weight", "sem_seg_head.predictor.class_embed.bias"], report.ShapeMismatches
            .Select(m => m.Name));
    }

    [Fact]
    public void Torchvisions_backbone_fills_the_backbone_and_computes_the_same()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var source = new ResNet(new ResNetConfig { Depth = 18 });
        foreach (var (_, tensor) in source.NamedParameters())
        {
            tensor.AddInPlace(Ops.RandnLike(tensor) * 0.02);
        }

        using var file = new SavedModule(source, name => name);
        using var model = Create();
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Equal(("backbone", 1.0), (report.Scope, report.Coverage));
        Assert.Contains("torchvision", report.Mapping);
        source.Eval();
        model.Eval();
        var images = Ops.Randn([1, 3, 64, 64]);
        Assert.All(source.Forward(images).Zip(model.Backbone.Forward(images)), pair => Assert.Equal(
            pair.First.ToArray<float>(), pair.Second.ToArray<float>()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("blocks.0.")]
    public void The_releases_names_of_DINOv2_are_the_adapters(string chunk)
    {
        foreach (var (theirs, ours) in new[]
        {
            ("cls_token", "backbone.model.cls_token"), ("blocks.3.ls1.gamma", "backbone.model.blocks.3.ls1.gamma"), (
                "norm.weight", "backbone.model.norm.weight"),
        })
        {
            Assert.Equal(
                ours, DinoKeyMaps.Pyramid.Map(chunk.Length == 0 ? theirs : theirs.Replace("blocks.", chunk, StringComparison.Ordinal)));
        }
    }

    private static Mask2Former Create(int classes = 4) =>
        (Mask2Former)ModelCatalog.Create(new ModelConfig { Name = "mask2former_r18", NumClasses = classes, Options = Tiny });
}
