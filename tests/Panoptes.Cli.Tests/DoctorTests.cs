using System.Text.Json.Nodes;
using Panoptes.Cli.Doctor;

namespace Panoptes.Cli.Tests;

/// <summary>What doctor says of this machine, and of one that lacks something.</summary>
public sealed class DoctorTests
{
    [Fact]
    public void On_a_machine_that_is_set_up_nothing_is_missing()
    {
        var outcome = Panoptes.Run("doctor", "--json");
        var report = JsonNode.Parse(outcome.Output)!;
        Assert.Equal(0, outcome.ExitCode);
        Assert.True(report["ok"]!.GetValue<bool>());
        var names = report["findings"]!.AsArray().Select(finding => finding!["name"]!.GetValue<string>()).ToArray();
        Assert.Superset(
            new HashSet<string>
            {
                "processor",
                "memory",
                "disk",
                "bridge",
                "libtorch",
                "BLAS",
                "matrix products",
                "oneDNN",
                "threads",
                "CUDA",
                "PNG",
                "JPEG",
            },
            names.ToHashSet());
    }

    [Fact]
    public void A_lack_is_shown_with_the_command_that_mends_it()
    {
        var output = new StringWriter();
        Findings.Print(
            [new("codecs", "PNG", Level.Lack, "not there", "apt-get install png"), new("codecs", "JPEG", Level.Good, "there")], output);
        Assert.Contains("LACK PNG", output.ToString());
        Assert.Contains("mend: apt-get install png", output.ToString());
        Assert.Contains("1 needed thing(s) missing", output.ToString());
    }

    [Fact]
    public void The_loaded_libraries_are_those_of_this_process() =>
        Assert.Contains(LoadedLibraries.Paths(), path => Path.GetFileName(path).StartsWith("libcoreclr.so"));
}
