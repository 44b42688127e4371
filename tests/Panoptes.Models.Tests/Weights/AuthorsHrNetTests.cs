using Panoptes.Foundation;
using Panoptes.Models.Backbones.HighResolution;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.HighResolution;
using Panoptes.Models.Heads;
using Panoptes.Models.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Weights;

/// <summary>Whole models of HRNet's authors: taken with all they have, computing as they did, or refused.</summary>
public sealed class AuthorsHrNetTests
{
    [Theory]
    [InlineData(false, false, 64, 96)]
    [InlineData(false, true, 64, 96)]
    [InlineData(true, true, 64, 96)]
    [InlineData(true, false, 50, 77)]
    [InlineData(false, true, 65, 97)]
    public void The_authors_models_are_taken_whole_and_compute_as_they_did(bool hasOcr, bool alignCorners, int height, int width)
    {
        Randomness.Seed(3);
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var authors = new AuthorsHrNet(hasOcr, "model.");
        using var model = Model(hasOcr, HrNetVariant.Official, alignCorners);
        var report = WeightLoader.Load(model, authors.File, null, 1);
        Assert.Equal(("model", 1.0), (report.Scope, report.Coverage));
        Assert.Equal(["loss.criterion.weight"], report.Unexpected);
        Assert.Equal(authors.Count - (hasOcr ? 2 : 1), report.Matched.Count);
        Assert.Equal(model.StateDict().Count, report.Matched.Count);
        Assert.Contains(report.Remarks, remark => remark.Contains(
            $"model.align_corners={(alignCorners ? "true" : "false")}", StringComparison.Ordinal));

        // In double precision, as the softmax over all pixels can raise rounding a thousandfold.
        model.To(DType.Float64);
        model.Eval();
        var images = Ops.Randn([2, 3, height, width], DType.Float64);
        var outputs = (SemanticOutputs)model.Forward(images);
        var expected = authors.Forward(images, alignCorners);
        Assert.Equal(alignCorners, outputs.AlignCorners);
        Assert.InRange((outputs.Logits - expected).Abs().Max().Item() / expected.Abs().Max().Item(), 0, 1e-4);
    }

    [Fact]
    public void The_forms_agree_at_multiples_of_32_and_nowhere_else()
    {
        Randomness.Seed(3);
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var authors = new AuthorsHrNet(hasOcr: false);
        using var official = Model(false, HrNetVariant.Official, false);
        using var mmseg = Model(false, HrNetVariant.Mmseg, false);
        WeightLoader.Load(official, authors.File);
        foreach (var (own, other) in mmseg.StateDict().Zip(official.StateDict()))
        {
            own.Tensor.CopyInPlace(other.Tensor);
        }

        official.To(DType.Float64);
        mmseg.To(DType.Float64);
        official.Eval();
        mmseg.Eval();
        double Difference(long height, long width)
        {
            var images = Ops.Randn([1, 3, height, width], DType.Float64);
            return (((SemanticOutputs)official.Forward(images)).Logits
                - ((SemanticOutputs)mmseg.Forward(images)).Logits).Abs().Max().Item();
        }

        Assert.InRange(Difference(64, 96), 0, 1e-4);
        Assert.True(Difference(65, 97) > 1e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mmsegmentations_form_refuses_the_authors_whole_model_and_takes_its_backbone(bool hasOcr)
    {
        using var scope = TensorScope.Open();
        using var authors = new AuthorsHrNet(hasOcr);
        using var model = Model(hasOcr, HrNetVariant.Mmseg, false);
        var before = model.StateDict().Select(t => t.Tensor.ToArray<double>()).ToArray();
        var error = Assert.Throws<InputException>(() => WeightLoader.Load(model, authors.File, null, 0.1));
        Assert.Contains("model.hrnet_variant=official", error.Message);
        Assert.Contains("model.weights_scope=backbone", error.Message);
        Assert.Equal(before, model.StateDict().Select(t => t.Tensor.ToArray<double>()));
        var report = WeightLoader.Load(model, authors.File, null, 1, WeightScope.Backbone);
        Assert.Equal(("backbone", 1.0), (report.Scope, report.Coverage));
    }

    [Fact]
    public void The_authors_form_refuses_a_whole_model_of_mmsegmentation_and_takes_its_backbone()
    {
        using var scope = TensorScope.Open();
        using var file = new SavedModule(Model(true, HrNetVariant.Mmseg, false), name => name);
        using var model = Model(true, HrNetVariant.Official, true);
        Assert.Contains("in mmsegmentation's form", Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights)).Message);
        Assert.Equal("backbone", WeightLoader.Load(model, file.Weights, null, 1, WeightScope.Backbone).Scope);
    }

    [Fact]
    public void Weights_that_Panoptes_wrote_tell_their_form_and_corners()
    {
        using var scope = TensorScope.Open();
        var trained = Model(false, HrNetVariant.Official, true);
        using var file = new SavedModule(trained, name => name, WeightMetadata.Of(trained));
        using var equal = Model(false, HrNetVariant.Official, true);
        Assert.Empty(WeightLoader.Load(equal, file.Weights, null, 1).Remarks);
        using var unaligned = Model(false, HrNetVariant.Official, false);
        Assert.Contains(
            "model.align_corners=true", Assert.Throws<InputException>(() => WeightLoader.Load(unaligned, file.Weights)).Message);
        using var other = Model(false, HrNetVariant.Mmseg, false);
        Assert.Contains(
            "model.hrnet_variant=official", Assert.Throws<InputException>(() => WeightLoader.Load(other, file.Weights)).Message);
    }

    [Theory]
    [InlineData("fcn_hrnet_w18s", null, false)]
    [InlineData("ocrnet_hrnet_w18s", null, true)]
    [InlineData("ocrnet_hrnet_w18s", false, false)]
    public void The_authors_form_aligns_corners_as_they_did_unless_told(string name, bool? asked, bool expected)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = ModelCatalog.Create(
            new ModelConfig { Name = name, Options = new HrNetOptions { HrnetVariant = HrNetVariant.Official, AlignCorners = asked } });
        model.Eval();
        Assert.Equal(expected, ((SemanticOutputs)model.Forward(Tensor.Zeros([1, 3, 64, 64]))).AlignCorners);
        Assert.Equal(expected ? "true" : "false", WeightMetadata.Of(model)["hrnet_align_corners"]);
    }

    private static Segmenter Model(bool hasOcr, HrNetVariant form, bool alignCorners)
    {
        var backbone = new HrNet(new HrNetConfig
        {
            Width = AuthorsHrNet.Width,
            StemBlocks = 1,
            BlocksPerBranch = 1,
            Modules = [1, 1, 1],
            Form = form,
            AlignCorners = form == HrNetVariant.Official && alignCorners,
        });
        var plain = new FcnHeadConfig
        {
            ConcatLevels = true,
            NumConvs = 1,
            KernelSize = 1,
            ConcatInput = false,
            Channels = 15 * AuthorsHrNet.Width,
            NumClasses = AuthorsHrNet.Classes,
            Dropout = 0,
            AlignCorners = alignCorners,
        };
        return hasOcr
            ? new CascadeEncoderDecoder(backbone, plain, plain with { Channels = AuthorsHrNet.OcrWidth }, AuthorsHrNet.KeyWidth)
            : new EncoderDecoder(backbone, plain);
    }
}
