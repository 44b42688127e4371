using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Segmenters;

public sealed class SegmenterTests
{
    /// <summary>Those that classify pixels, on small backbones.</summary>
    public static TheoryData<string> Small =>
        [.. new[] { "deeplabv3plus", "pspnet", "fcn" }.SelectMany(head => new[] { $"{head}_mobilenetv2", $"{head}_r18" })];

    [Theory]
    [MemberData(nameof(Small))]
    public void Odd_sizes_pass_forward_and_backward_and_every_parameter_gets_a_gradient(string name)
    {
        using var scope = TensorScope.Open();
        using var model = ModelCatalog.Create(
            new ModelConfig
            {
                Name = name,
                NumClasses = 5,
                Options = new DilatedOptions { HeadChannels = 16, Auxiliary = true, Dropout = 0 },
            });
        var images = Tensor.Full([2, 3, 65, 97], 0).NormalInPlace(0, 1);
        var outputs = (SemanticOutputs)model.Forward(images);
        Assert.Equal([2, 5], outputs.Logits.Shape[..2].ToArray());
        var auxiliary = Assert.Single(outputs.Auxiliary);
        Assert.Equal("aux", auxiliary.Key);
        (outputs.Logits.Square().Mean() + auxiliary.Value.Square().Mean() + outputs.Logits.Mean()).Backward();
        Assert.All(model.NamedParameters(), p => Assert.True(
            p.Tensor.Grad is not null && double.IsFinite(p.Tensor.Grad.Sum().Item()), p.Name));
    }

    [Theory]
    [InlineData("pspnet_r50", 48975494)]
    [InlineData("deeplabv3plus_r50", 43589878)]
    public void A_published_model_has_its_published_number_of_parameters(string name, long parameters)
    {
        using var model = ModelCatalog.Create(new ModelConfig { Name = name });
        Assert.Equal(parameters, model.NamedParameters().Sum(p => p.Tensor.Count));
    }

    [Theory]
    [InlineData(8, 9, 13)]
    [InlineData(16, 5, 7)]
    [InlineData(32, 3, 4)]
    public void The_output_stride_sets_the_size_of_the_logits(int stride, long height, long width)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        foreach (var backbone in new[] { "r18", "mobilenetv2" })
        {
            using var model = ModelCatalog.Create(
                new ModelConfig
                {
                    Name = $"fcn_{backbone}",
                    NumClasses = 2,
                    Options = new DilatedOptions { HeadChannels = 4, OutputStride = stride },
                });
            model.Eval();
            var logits = ((SemanticOutputs)model.Forward(Tensor.Zeros([1, 3, 65, 97]))).Logits;
            Assert.Equal([1, 2, height, width], logits.Shape.ToArray());
        }
    }

    [Fact]
    public void Evaluation_leaves_the_auxiliary_head_out_and_no_tensor_behind()
    {
        using var model = ModelCatalog.Create(
            new ModelConfig { NumClasses = 3, Options = new DilatedOptions { HeadChannels = 8, Auxiliary = true } });
        model.Eval();
        var before = TensorScope.LiveTensors;
        using (var scope = TensorScope.Open())
        using (Autograd.NoGrad())
        {
            var images = Tensor.Zeros([1, 3, 33, 49]);
            var inside = scope.Count;
            var outputs = (SemanticOutputs)model.Forward(images);
            Assert.Empty(outputs.Auxiliary);
            Assert.Equal(inside + 1, scope.Count);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Theory]
    [InlineData("deeplabv3plus_r18", "image_pool")]
    [InlineData("pspnet_r18", "psp_modules.0")]
    public void Training_on_one_image_is_refused_with_the_branch_and_what_to_do(string name, string branch)
    {
        using var scope = TensorScope.Open();
        using var model = ModelCatalog.Create(new ModelConfig { Name = name, Options = new DilatedOptions { HeadChannels = 8 } });
        var error = Assert.Throws<InputException>(() => model.Forward(Tensor.Zeros([1, 3, 64, 64])));
        Assert.Contains(branch, error.Message);
        Assert.Contains("train.batch_size", error.Message);
    }

    [Fact]
    public void Dropout_acts_in_training_only()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = (EncoderDecoder)ModelCatalog.Create(
            new ModelConfig { Name = "fcn_r18", NumClasses = 3, Options = new DilatedOptions { HeadChannels = 16, Dropout = 0.5 } });
        model.Eval();
        var features = model.Backbone.Forward(Tensor.Zeros([2, 3, 65, 97]).NormalInPlace(0, 1));
        double Difference() => (model.DecodeHead.Forward(features) - model.DecodeHead.Forward(features)).Abs().Max().Item();
        Assert.Equal(0, Difference());
        model.Train();
        Assert.True(Difference() > 0);
    }

    [Fact]
    public void Channels_last_gives_the_same_logits()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = ModelCatalog.Create(new ModelConfig { NumClasses = 3, Options = new DilatedOptions { HeadChannels = 16 } });
        model.Eval();
        var images = Tensor.Zeros([2, 3, 65, 97]).NormalInPlace(0, 1);
        var plain = ((SemanticOutputs)model.Forward(images)).Logits;
        model.ToMemoryFormat(MemoryFormat.ChannelsLast);
        var last = ((SemanticOutputs)model.Forward(images.ToMemoryFormat(MemoryFormat.ChannelsLast))).Logits;
        Assert.InRange((plain - last).Abs().Max().Item(), 0, 1e-4 * plain.Abs().Max().Item());
    }

    [Fact]
    public void A_mistyped_model_name_is_answered_with_the_nearest()
    {
        var error = Assert.Throws<InputException>(() => ModelCatalog.Create(new ModelConfig { Name = "deeplab3plus_r50" }));
        Assert.Contains("did you mean deeplabv3plus_r50?", error.Message);
    }

    [Fact]
    public void Images_without_three_channels_are_refused()
    {
        using var scope = TensorScope.Open();
        using var model = ModelCatalog.Create(new ModelConfig());
        Assert.Throws<InputException>(() => model.Forward(Tensor.Zeros([1, 4, 64, 64])));
    }

    [Fact]
    public void The_parts_of_a_segmenter_carry_the_published_prefixes()
    {
        using var model = (EncoderDecoder)ModelCatalog.Create(new ModelConfig { Name = "fcn_r18" });
        var names = model.StateDict().Select(t => t.Name).ToArray();
        Assert.Equal("backbone.stem.0.weight", names[0]);
        Assert.Contains("decode_head.conv_cat.bn.running_var", names);
        Assert.Equal("auxiliary_head.convs.0.bn.num_batches_tracked", names[^1]);
    }

    [Fact]
    public void A_frozen_backbone_keeps_weights_and_statistics_while_the_heads_learn()
    {
        using var scope = TensorScope.Open();
        using var model = (EncoderDecoder)ModelCatalog.Create(new ModelConfig
        {
            Name = "fcn_r18",
            NumClasses = 3,
            FrozenBackbone = true,
            Weights = "weights.pth",
            Options = new DilatedOptions { HeadChannels = 8 },
        });
        var before = model.Backbone.StateDict().Select(t => t.Tensor.ToArray<double>()).ToArray();
        var outputs = (SemanticOutputs)model.Forward(Tensor.Zeros([2, 3, 64, 64]).NormalInPlace(0, 1));
        (outputs.Logits.Square().Mean() + outputs.Auxiliary["aux"].Mean()).Backward();
        Assert.Equal(before, model.Backbone.StateDict().Select(t => t.Tensor.ToArray<double>()).ToArray());
        Assert.All(model.NamedParameters(), p => Assert.Equal(
            !p.Name.StartsWith("backbone.", StringComparison.Ordinal), p.Tensor.Grad is not null));
    }

    [Fact]
    public void A_frozen_backbone_of_random_weights_is_refused() =>
        Assert.Contains(
            "model.frozen_backbone", Assert.Throws<InputException>(() => new ModelConfig { FrozenBackbone = true }.Validate()).Message);
}
