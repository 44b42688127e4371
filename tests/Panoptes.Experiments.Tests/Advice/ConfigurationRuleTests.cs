using Panoptes.Experiments.Advice;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Advice;

/// <summary>Rules that look at the configuration alone: each where it finds something, and where it finds nothing.</summary>
public sealed class ConfigurationRuleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("A1", "segformer-b0", "train.optimizer.name=sgd", "MiT")]
    [InlineData("A1", "upernet-swin-t", "train.optimizer.name=sgd", "Swin")]
    [InlineData("A2", "segformer-b0", "train.batch_size=16 train.optimizer.learning_rate=1.2e-4", "learning_rate=8.49E-05")]
    [InlineData("A2", "segnext-t", "train.batch_size=4 train.optimizer.learning_rate=4.8e-4", "8 times the 6E-05")]
    [InlineData("A3", "pspnet-r50-d8", "train.batch_size=2", "declares 0.01 for a batch of 8")]
    [InlineData("A3", "pspnet-r50-d8", "train.batch_size=16 train.optimizer.learning_rate=0.08", "from a batch of 2 would give")]
    [InlineData("A3", "segformer-b0", "train.optimizer.learning_rate=5e-4", "implies 6E-05")]
    [InlineData("A4", "fcn-hrnet-w18s", "train.batch_size=2", "over 2 images")]
    [InlineData("A4", "fcn-hrnet-w18s", "train.batch_size=2 train.accumulation=4", "accumulation does not widen")]
    [InlineData("A4", "pspnet-r50-d8", "", "8 values per channel in the branch pooled to 1x1")]
    [InlineData("A5", "segformer-b0", "train.optimizer.rules=[]", "1 times the base rate instead of 10")]
    [InlineData("A5", "segnext-t", "train.optimizer.rules=[{key:_head,_learning_rate_multiplier:_10}]", "weight decay")]
    [InlineData("A6", "pspnet-r50-d8", "train.steps=39000", "49 % of the samples")]
    [InlineData("A6", "pspnet-r50-d8", "train.steps=20000 train.batch_size=32", "25 % of the steps")]
    [InlineData("A8", "pspnet-r50-d8", "augmentation.crop=[512,_512]", "0.5 times the pixels")]
    [InlineData("A8", "segformer-b0", "train.evaluation.mode=whole", "more context")]
    [InlineData("A8", "segformer-b0", "augmentation.crop=[896,_1024]", "windows of 1024x1024")]
    [InlineData("A8", "deeplabv3plus-r50-d8", "augmentation.crop=[512,_512]", "dilation 36 spans 73 cells of a 64x64")]
    [InlineData("A8", "pspnet-r50-d8", "augmentation.crop=[128,_256]", "cells a bin")]
    [InlineData("A11", "pspnet-r50-d8", "augmentation.resize_min=1 augmentation.resize_max=1", "1 to 1 times their size")]
    [InlineData(
        "A11", "pspnet-r50-d8", "augmentation.resize_min=1 augmentation.resize_max=1 augmentation.base_size=[512,_1024]",
        "resized to the crop")]
    [InlineData("A13", "segformer-b0", "train.schedule.warm_up_steps=17000", "10.6 %")]
    [InlineData("A13", "segformer-b0", "train.schedule.warm_up=none", "warm_up_steps=1500")]
    [InlineData("A14", "pspnet-r50-d8", "train.evaluation.every=16000", "5 evaluations")]
    [InlineData("A14", "pspnet-r50-d8", "train.evaluation.every=0", "nothing is evaluated")]
    [InlineData("A18", "segnext-t", "", "random bases")]
    [InlineData("A20", "pspnet-r50-d8", "train.evaluation.every=2000 train.evaluation.patience=3", "6,000 steps")]
    [InlineData("A21", "pspnet-r50-d8", "recipe.samples=320000", "640,000 (2 times as many)")]
    [InlineData(
        "A22", "pspnet-r50-d8", "augmentation.mean=[0.485,_0.456,_0.406] augmentation.std=[0.229,_0.224,_0.225]",
        "augmentation.mean=[123.675, 116.28, 103.53]' 'augmentation.std=[58.395, 57.12, 57.375]'")]
    [InlineData("A22", "pspnet-r50-d8", "augmentation.std=[0.229,_0.224,_0.225]", "values up to")]
    [InlineData("A22", "pspnet-r50-d8", "augmentation.mean=[0.5,_0.5,_0.5] augmentation.std=[0.5,_0.5,_0.5]", "127.5, 127.5, 127.5")]
    public void It_finds(string id, string recipe, string settings, string expected)
    {
        var found = Subjects.Of(id, Subjects.Recipe(recipe, Settings(settings)));
        Assert.NotEmpty(found);
        Assert.Contains(found, item => $"{item.Trigger} {item.Change}".Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("A1", "segformer-b0", "")]
    [InlineData("A22", "pspnet-r50-d8", "")]
    [InlineData("A22", "pspnet-r50-d8", "augmentation.mean=[103.53,_116.28,_123.675] augmentation.std=[1,_1,_1]")]
    [InlineData("A22", "pspnet-r50-d8", "augmentation.mean=[0,_0,_0] augmentation.std=[255,_255,_255]")]
    [InlineData("A1", "pspnet-r50-d8", "")]
    [InlineData("A2", "segformer-b0", "train.batch_size=16 train.optimizer.learning_rate=8.49e-5")]
    [InlineData("A2", "pspnet-r50-d8", "train.batch_size=16 train.optimizer.learning_rate=0.02")]
    [InlineData("A3", "pspnet-r50-d8", "train.batch_size=4 train.accumulation=2")]
    [InlineData("A3", "pspnet-r50-d8", "variant=80kx2")]
    [InlineData("A3", "segnext-t", "variant=40kx8")]
    [InlineData("A4", "pspnet-r50-d8", "train.batch_size=16")]
    [InlineData("A4", "fcn-hrnet-w18s", "train.batch_size=4")]
    [InlineData("A5", "segformer-b0", "")]
    [InlineData("A5", "pspnet-r50-d8", "")]
    [InlineData("A6", "pspnet-r50-d8", "train.steps=40000")]
    [InlineData("A8", "pspnet-r50-d8", "")]
    [InlineData("A8", "segformer-b0", "")]
    [InlineData("A8", "segformer-b0", "augmentation.crop=[]")]
    [InlineData("A11", "mask2former-r50-panoptic", "")]
    [InlineData("A8", "fcn-hrnet-w18s", "augmentation.crop=[640,_1024]")]
    [InlineData("A11", "pspnet-r50-d8", "augmentation.base_size=[512,_1024]")]
    [InlineData("A13", "segformer-b0", "")]
    [InlineData("A13", "pspnet-r50-d8", "")]
    [InlineData("A13", "mask2former-r50-panoptic", "")]
    [InlineData("A14", "pspnet-r50-d8", "")]
    [InlineData("A18", "segformer-b0", "")]
    [InlineData("A18", "segnext-t", "model.nmf_seed=1")]
    [InlineData("A20", "pspnet-r50-d8", "train.evaluation.every=2000 train.evaluation.patience=4")]
    [InlineData("A20", "pspnet-r50-d8", "")]
    [InlineData("A21", "pspnet-r50-d8", "recipe.samples=640000")]
    [InlineData("A16", "mask2former-r50-panoptic", "")]
    public void It_finds_nothing(string id, string recipe, string settings) =>
        Assert.Empty(Subjects.Of(id, Subjects.Recipe(recipe, Settings(settings))));

    [Theory]
    [InlineData(16, 0.01, 0.1, false)]
    [InlineData(4, 0.01, 0.1, true)]
    [InlineData(16, 1.0, 0.1, true)]
    [InlineData(16, 0.01, 1.0, true)]
    public void Mask2Former_is_held_to_batch_clipping_and_backbone_rate(int batch, double clip, double backbone, bool finds)
    {
        var config = new RunConfig
        {
            Model = new() { Name = "mask2former_swin_b" },
            Train = new()
            {
                BatchSize = batch,
                Optimizer = new() { ClipNorm = clip, Rules = [new() { Key = "backbone", LearningRateMultiplier = backbone }] },
            },
        };
        Assert.Equal(finds, Subjects.Of("A16", config).Count > 0);
        Assert.Empty(Subjects.Of("A16", config with { Model = new ModelConfig() }));
    }

    [Theory]
    [InlineData("decode_head.linear_c1.proj.weight", "mmseg", true)]
    [InlineData("decode_head.linear_c1.proj.weight", "nvlabs", false)]
    [InlineData("decode_head.fusion_conv.conv.weight", "mmseg", false)]
    [InlineData("decode_head.fusion_conv.conv.weight", "nvlabs", true)]
    [InlineData("backbone.norm1.weight", "mmseg", false)]
    public void Weights_with_the_other_SegFormer_head_are_seen_before_they_are_loaded(string tensor, string form, bool finds)
    {
        var file = Path.Combine(folder.Path, "weights.safetensors");
        using (var scope = TensorScope.Open())
        {
            SafetensorsWriter.Write(file, [(tensor, Tensor.Zeros([2]))], new Dictionary<string, string>());
        }

        var config = Subjects.Recipe("segformer-b0", $"model.weights={file}", $"model.segformer_variant={form}");
        Assert.Equal(finds, Subjects.Of("A19", config).Count > 0);
    }

    [Fact]
    public void Away_from_Cityscapes_nothing_is_held_against_its_recipes()
    {
        string[] settings = [
            "data.format=camvid", "data.classes=null", "recipe.name=null", "recipe.batch=null", "recipe.target=null", "train.steps=400",
            "train.batch_size=3", "train.optimizer.learning_rate=0.3",
        ];
        var ids = Subjects.Ids(Advisor.On(new AdviceSubject("this", Subjects.Recipe("pspnet-r50-d8", settings))));
        Assert.Empty(ids.Intersect(["A2", "A3", "A6", "A9", "A12"]));
    }

    [Fact]
    public void A_silenced_rule_is_still_listed_as_silenced()
    {
        var config = Subjects.Recipe("pspnet-r50-d8", "train.batch_size=2", "advisor.silence=[A3]");
        var items = Advisor.On(new AdviceSubject("this", config));
        Assert.True(items.Single(item => item.Id == "A3").IsSilenced);
        Assert.All(items.Where(item => item.Id != "A3"), item => Assert.False(item.IsSilenced));
        Assert.StartsWith("A3 silenced: learning rate 0.01", items.Single(item => item.Id == "A3").ToString());
    }

    [Fact]
    public void A_rule_that_does_not_exist_cannot_be_silenced() =>
        Assert.Contains("A99", Assert.Throws<InputException>(() => Subjects.Recipe("pspnet-r50-d8", "advisor.silence=[A99]")).Message);

    [Fact]
    public void Every_rule_can_be_silenced_by_its_id() => Assert.Equal(AdviceIds.All, Advisor.Known.Select(rule => rule.Id));

    [Fact]
    public void The_rules_have_ids_A1_to_A22_once_each() =>
        Assert.Equal(Enumerable.Range(1, 22).Select(number => $"A{number}"), Advisor.Known.Select(rule => rule.Id));

    private static string[] Settings(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Replace(",_", ", ").Replace(":_", ": "))];
}
