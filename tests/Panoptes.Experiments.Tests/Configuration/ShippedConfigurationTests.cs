using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Reproductions;
using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Tests.Configuration;

public sealed class ShippedConfigurationTests
{
    private const string Plans = "configs/reproduce";

    // Settings of labels make, not of trainings.
    private const string Labels = "configs/labels";

    // Studies are read by the tests of their layer.
    private const string Studies = "configs/studies";

    public static TheoryData<string> Files() => new(Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "configs"), "*.yaml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Where(path => Path.GetDirectoryName(path) is not (Plans or Labels or Studies))
        .Order());

    public static TheoryData<string> PlanFiles() => new(Directory
        .EnumerateFiles(Path.Combine(Repository.Root, Plans), "*.yaml")
        .Where(path => !File.ReadLines(path).Any(line => line.StartsWith("models:", StringComparison.Ordinal)))
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_configuration_can_be_read(string file)
    {
        var config = ConfigReader.Read<RunConfig>(Path.Combine(Repository.Root, file), ["data.root=anywhere"]);
        Assert.Equal("anywhere", config.Data.Root);
    }

    [Theory]
    [MemberData(nameof(PlanFiles))]
    public void Every_training_of_a_shipped_plan_can_be_read(string file)
    {
        var path = Path.Combine(Repository.Root, file);
        var plan = ConfigReader.Read<ReproductionConfig>(path, []);
        foreach (var cell in Cell.All(plan))
        {
            var config = ConfigReader.Read<RunConfig>(
                Path.Combine(Path.GetDirectoryName(path)!, cell.Network.Config), [.. cell.Arm.Set, .. plan.Set]);
            Assert.True(config.Train.Steps > 0, cell.Shown);
        }
    }

    [Fact]
    public void The_scratch_variant_differs_in_weights_and_rules_only()
    {
        RunConfig Read(string name) => ConfigReader.Read<RunConfig>(Path.Combine(Repository.Root, "configs", "camvid", name), []);
        var (full, scratch) = (Read("deeplabv3plus-mobilenetv2.yaml"), Read("deeplabv3plus-mobilenetv2-scratch.yaml"));
        Assert.NotNull(full.Model.Weights);
        Assert.Null(scratch.Model.Weights);
        var leveled = scratch with
        {
            Model = full.Model,
            Train = scratch.Train with { Optimizer = scratch.Train.Optimizer with { Rules = full.Train.Optimizer.Rules } },
        };
        Assert.Equal(ConfigWriter.ToCanonicalJson(full), ConfigWriter.ToCanonicalJson(leveled));
    }
}
