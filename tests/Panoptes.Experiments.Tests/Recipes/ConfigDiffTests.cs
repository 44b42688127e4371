using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Settings;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Recipes;

/// <summary>Two configurations beside their recipe.</summary>
[Collection(TensorEngine.Name)]
public sealed class ConfigDiffTests : IDisposable
{
    private static readonly string PspNet = Path.Combine(Repository.Root, "configs", "cityscapes", "pspnet-r50-d8.yaml");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_a_variant_sets_is_declared_and_what_else_differs_is_not()
    {
        var (a, b) = (Read(PspNet, "variant=20kx16"), Read(PspNet, "variant=40kx8", "train.schedule.power=1"));
        var diff = ConfigDiff.Between(a, b, CommonGround.Of(null, (PspNet, a), (PspNet, b))!.Config, []);
        Assert.Equal(["train.schedule.power"], diff.Undeclared.Select(row => row.Path));
        var crop = diff.Differences.Single(row => row.Path == "augmentation.crop");
        Assert.Equal(("[512,1024]", "[512,512]", "[512,512]", DifferenceKind.BothDepart), (crop.Reference, crop.A, crop.B, crop.Kind));
        var steps = diff.Differences.Single(row => row.Path == "train.steps");
        Assert.Equal(("80000", "20000", "40000", DifferenceKind.Declared), (steps.Reference, steps.A, steps.B, steps.Kind));
    }

    [Fact]
    public void Numbers_that_follow_from_the_settings_stand_side_by_side()
    {
        var (a, b) = (Read(PspNet, "variant=20kx16"), Read(PspNet, "variant=80kx2"));
        var rows = DerivedRows.Of(a, b, PublishedRecipes.Find("cityscapes/pspnet-r50-d8").Config).ToDictionary(row => row.Name);
        Assert.Equal(("640,000", "320,000", "160,000"), Values(rows["samples"]));
        Assert.Equal(("215.13", "107.56", "53.78"), Values(rows["epochs"]));
        Assert.Equal(("0.01", "0.02", "0.0025"), Values(rows["learning rate, backbone"]));
        Assert.Equal(("0 %", "0 %", "0 %"), Values(rows["warm-up share"]));
    }

    [Fact]
    public void The_hidden_factors_of_the_comparison_are_found_by_name()
    {
        var reference = PublishedRecipes.Find("cityscapes/segformer-b0").Config;
        var unified = Read(
            Path.Combine(Repository.Root, "configs", "cityscapes", "segformer-b0.yaml"),
            "variant=20kx16", "train.optimizer.rules=[]", "train.optimizer.learning_rate=4.8e-4", "train.schedule.power=0.9",
            "train.schedule.min_learning_rate=1e-6",
            "train.loss.terms=[{name: cross_entropy, average: valid_pixels}]", "train.evaluation.mode=whole");
        var diff = ConfigDiff.Between(reference, unified, null, []);
        Assert.Equal(
            [
                "train.optimizer.rules", "train.schedule.power", "train.schedule.min_learning_rate", "train.loss.terms",
                "train.evaluation.mode",
            ],
            diff.Undeclared.Select(row => row.Path));
        var rows = DerivedRows.Of(reference, unified, null).ToDictionary(row => row.Name);
        Assert.Equal((null, "6E-05", "0.00048"), Values(rows["learning rate, backbone"]));
        Assert.Equal((null, "0.0006", "0.00048"), Values(rows["learning rate, decode_head"]));
        Assert.Equal((null, "0, 0.01", "0.01"), Values(rows["weight decay, backbone norms"]));
    }

    [Fact]
    public void A_configuration_does_not_differ_from_itself_and_folders_do_not_count()
    {
        var config = Read(PspNet);
        var moved = config with { Run = new() { Folder = "elsewhere" }, Loader = config.Loader with { Workers = 7 } };
        Assert.Empty(ConfigDiff.Between(config, moved, config, []).Differences);
        Assert.Equal(["run.folder", "loader.workers"], ConfigDiff.Between(config, moved, config, ["loader"], everything: true).Differences
            .Select(row => row.Path));
    }

    [Fact]
    public void Without_a_recipe_the_nearest_base_in_common_is_the_reference()
    {
        folder.Write("far.yaml", "train: {steps: 10}\n");
        folder.Write("near.yaml", "base: far.yaml\ntrain: {seed: 4}\n");
        var (a, b) = (folder.Write("a.yaml", "base: near.yaml\n"), folder.Write("b.yaml", "base: near.yaml\ntrain: {steps: 12}\n"));
        var ground = CommonGround.Of(null, (a, Read(a)), (b, Read(b)))!;
        Assert.EndsWith("near.yaml", ground.Name);
        Assert.Equal((10L, 4L), (ground.Config.Train.Steps, ground.Config.Train.Seed));
        var alone = folder.Write("c.yaml", "train: {steps: 3}\n");
        Assert.Null(CommonGround.Of(null, (a, Read(a)), (alone, Read(alone))));
    }

    [Fact]
    public void A_base_without_a_model_of_its_own_has_no_rates()
    {
        var configs = Path.Combine(Repository.Root, "configs", "cityscapes");
        var (a, b) = (Path.Combine(configs, "segformer-b0.yaml"), Path.Combine(configs, "segnext-t.yaml"));
        var ground = CommonGround.Of(null, (a, Read(a)), (b, Read(b)))!;
        Assert.EndsWith("adamw-1024x1024-160k.yaml", ground.Name);
        var rows = DerivedRows.Of(Read(a), Read(b), ground.Config).ToDictionary(row => row.Name);
        Assert.Equal(("-", "6E-05", "6E-05"), Values(rows["learning rate, backbone"]));
        Assert.Equal(("-", "0.0006", "0.0006"), Values(rows["learning rate, decode_head"]));
    }

    private static (string? Reference, string A, string B) Values(DerivedRow row) => (row.Reference, row.A, row.B);

    private static RunConfig Read(string path, params string[] settings) =>
        ConfigReader.Resolve<RunConfig>(path, settings, keepUnset: true).Value;
}
