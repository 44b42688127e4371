using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.PseudoLabels.Making;

namespace Panoptes.Cli.Tests;

public sealed class LabelsMakeTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Clone.Root!, "configs/labels"), "*.yaml")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shipped_example_can_be_read_and_needs_only_paths(string file)
    {
        var config = ConfigReader.Read<MakeConfig>(file, ["images=images", "depth.folder=depth"]);
        config = config.Source.Kind == ClassSourceKind.Colors ? config : config with { Source = config.Source with { Folder = "maps" } };
        var needsPath = config.Instances.From == InstanceSource.Files;
        (config with { Instances = config.Instances with { Path = needsPath ? "proposals" : null } }).Check();
    }
}
