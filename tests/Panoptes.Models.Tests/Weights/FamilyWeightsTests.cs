using Panoptes.Foundation;
using Panoptes.Models.Backbones.Mit;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Segformer;
using Panoptes.Models.Catalog.Families.Segnext;
using Panoptes.Models.Loading;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

public sealed class FamilyWeightsTests
{
    private static readonly ModelConfig Mmseg =
        new() { Name = "segformer_b0", NumClasses = 3, Options = new SegformerOptions { HeadChannels = 16 } };
    private static readonly ModelConfig Nvlabs =
        Mmseg with { Options = new SegformerOptions { HeadChannels = 16, SegformerVariant = SegformerVariant.Nvlabs } };
    private static readonly ModelConfig Segnext = new() { Name = "segnext_t", NumClasses = 3, Options = Rank(16) };

    [Theory]
    [InlineData(SegformerVariant.Nvlabs, "")]
    [InlineData(SegformerVariant.Nvlabs, "module.backbone.")]
    [InlineData(SegformerVariant.Mmseg, "")]
    [InlineData(SegformerVariant.Mmseg, "backbone.")]
    public void A_backbone_of_either_form_fills_one_of_the_other_and_computes_the_same(SegformerVariant form, string prefix)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var source = new MixTransformer(new MixTransformerConfig { Form = form });
        foreach (var (_, tensor) in source.NamedParameters())
        {
            tensor.AddInPlace(Ops.RandnLike(tensor) * 0.02);
        }

        using var file = new SavedModule(source, name => prefix + name);
        using var model = (Models.Segmenters.EncoderDecoder)ModelCatalog.Create(form == SegformerVariant.Nvlabs ? Mmseg : Nvlabs);
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Equal(("backbone", 1.0), (report.Scope, report.Coverage));
        Assert.Empty(report.Unexpected);
        Assert.Contains("MiT", report.Mapping);
        source.Eval();
        model.Eval();
        var images = Ops.Randn([1, 3, 64, 96]);

        // The forms' epsilons differ (1e-5 and 1e-6), which moves features by less than a thousandth.
        Assert.All(source.Forward(images).Zip(model.Backbone.Forward(images)), pair =>
            Assert.InRange((pair.First - pair.Second).Abs().Max().Item() / pair.First.Abs().Max().Item(), 0, 2e-3));
    }

    [Theory]
    [InlineData(SegformerVariant.Nvlabs)]
    [InlineData(SegformerVariant.Mmseg)]
    public void The_other_forms_head_is_refused_and_the_backbone_alone_is_taken(SegformerVariant form)
    {
        var (own, other) = form == SegformerVariant.Nvlabs ? (Mmseg, Nvlabs) : (Nvlabs, Mmseg);
        using var file = new SavedModule(ModelCatalog.Create(other), name => name);
        using var model = ModelCatalog.Create(own);
        var before = model.StateDict().Single(t => t.Name == "decode_head.conv_seg.weight").Tensor.ToArray<float>();
        var error = Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights, null, 0.5));
        Assert.Contains(
            form == SegformerVariant.Nvlabs ? "model.segformer_variant=nvlabs" : "model.segformer_variant=mmseg", error.Message);
        Assert.Contains("model.weights_scope=backbone", error.Message);

        var report = WeightLoader.Load(model, file.Weights, null, 1, WeightScope.Backbone);
        Assert.Equal(("backbone", 1.0), (report.Scope, report.Coverage));
        Assert.Equal(before, model.StateDict().Single(t => t.Name == "decode_head.conv_seg.weight").Tensor.ToArray<float>());
    }

    [Fact]
    public void Weights_of_MiT_from_elsewhere_come_with_their_license()
    {
        using var file = new SavedModule(ModelCatalog.Create(Mmseg), name => name);
        using var own = new SavedModule(
            ModelCatalog.Create(Mmseg), name => name, new Dictionary<string, string> { ["model"] = Mmseg.Name });
        using var model = ModelCatalog.Create(Mmseg);
        Assert.Contains(WeightLoader.Load(model, file.Weights).Lines(), line => line.Contains("NVIDIA"));
        Assert.Empty(WeightLoader.Load(model, own.Weights).Remarks);
    }

    [Fact]
    public void Mmsegmentations_MSCAN_fills_the_authors()
    {
        using var file = new SavedModule(ModelCatalog.Create(Segnext), name => name.Replace("dwconv.dwconv", "dwconv"));
        using var model = ModelCatalog.Create(Segnext);
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Contains("MSCAN", report.Mapping);
        file.CheckEqual(model);
    }

    [Fact]
    public void Weights_written_with_their_facts_are_refused_by_a_factorization_of_another_rank()
    {
        var trained = ModelCatalog.Create(Segnext);
        using var file = new SavedModule(trained, name => name, WeightMetadata.Of(trained));
        using var equal = ModelCatalog.Create(Segnext);
        Assert.Empty(WeightLoader.Load(equal, file.Weights).Remarks);
        using var other = ModelCatalog.Create(Segnext with { Options = Rank(64) });
        Assert.Contains("model.nmf_rank=16", Assert.Throws<InputException>(() => WeightLoader.Load(other, file.Weights)).Message);
        Assert.Equal("backbone", WeightLoader.Load(other, file.Weights, null, 1, WeightScope.Backbone).Scope);
    }

    [Theory]
    [InlineData("decode_head=dict(type='LightHamHead', ham_channels=256, ham_kwargs=dict(MD_R=64))", 16, 64)]
    [InlineData("{'type': 'LightHamHead', 'ham_kwargs': {'MD_S': 1, 'MD_R': 16}}", 64, 16)]
    [InlineData("decode_head=dict(type='LightHamHead', ham_channels=512)", 16, 64)]
    public void A_published_checkpoints_own_configuration_tells_the_rank(string configuration, int own, int trained)
    {
        var model = ModelCatalog.Create(Segnext with { Options = Rank(own) });
        using var file = new SavedModule(model, name => name, new Dictionary<string, string> { ["meta.config"] = configuration });
        Assert.Contains($"model.nmf_rank={trained}", Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights)).Message);
    }

    [Fact]
    public void Where_nothing_tells_the_rank_the_report_says_so()
    {
        var model = ModelCatalog.Create(Segnext);
        using var file = new SavedModule(model, name => name);
        Assert.Contains("model.nmf_rank=16", Assert.Single(WeightLoader.Load(model, file.Weights).Remarks));
    }

    [Fact]
    public void A_pytorch_checkpoints_meta_texts_are_metadata()
    {
        using var folder = new TemporaryFolder();
        var configuration = "type='LightHamHead' MD_R=16" + new string(' ', 100_000);
        var pickle = new PickleWriter().Op('}')
            .Text("meta").Op('}').Text("config").Text(configuration).Op('s').Op('s')
            .Text("state_dict").Op('}').Text("w").Tensor("0", 4, 0, [2, 2], [2, 1]).Op('s').Op('s');
        File.WriteAllBytes(folder["c.pth"], pickle.Zip(storages: ("0", new byte[16])));
        using var file = WeightFile.Open(folder["c.pth"]);
        Assert.Equal(configuration, file.Metadata["meta.config"]);
        Assert.Equal("w", Assert.Single(file.Entries).Name);
    }

    private static SegnextOptions Rank(int bases) => new() { HeadChannels = 32, NmfRank = bases };
}
