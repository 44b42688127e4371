using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;

namespace Panoptes.Experiments.Tests.Configuration;

public sealed class ShippedConfigurationTests
{
    public static TheoryData<string> Files() => new(Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "configs"), "*.yaml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_configuration_can_be_read(string file)
    {
        var config = ConfigReader.Read<RunConfig>(Path.Combine(Repository.Root, file), ["data.root=anywhere"]);
        Assert.Equal("anywhere", config.Data.Root);
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
