using System.Diagnostics;
using System.Text.RegularExpressions;
using Panoptes.Cli.CommandLine;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>The tutorials' commands do what the pages say: each runs as it stands there, in a folder of its own.</summary>
public sealed partial class TutorialTests : IDisposable
{
    private static readonly string Program =
        $"dotnet '{Path.Combine(Clone.Root!, "artifacts", "bin", "Panoptes.Cli", "release", "panoptes.dll")}'";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("semantic", "runs/second/report.html", "predictions/index.html", "compared.html")]
    [InlineData("panoptic", "runs/segments/report.html", "segments/panoptic.json")]
    [InlineData("instance", "objects/instances.json", "instances_test.json")]
    [InlineData("pseudo-labels", "labels/labels.json", "runs/pseudo/report.html")]
    [InlineData("semi-supervised", "runs/taught/batch.jpg", "teacher.html", "runs/alone/report.html")]
    [InlineData("studies", "studies/rates/report/report.html")]
    public void Every_command_of_a_tutorial_runs_as_it_stands(string tutorial, params string[] made)
    {
        Directory.CreateSymbolicLink(folder["configs"], Path.Combine(Clone.Root!, "configs"));
        var commands = Blocks().Matches(File.ReadAllText(Path.Combine(Clone.Root!, "docs", "tutorials", $"{tutorial}.md")))
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.True(commands.Count > 3, $"{commands.Count} commands");
        foreach (var command in commands)
        {
            var line = command.Replace("./panoptes", Program, StringComparison.Ordinal);
            using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"{line} 2>&1"])
            {
                WorkingDirectory = folder.Path,
                RedirectStandardOutput = true,
            })!;
            var said = shell.StandardOutput.ReadToEnd();
            shell.WaitForExit();
            Assert.True(shell.ExitCode == 0, $"{command}\nended with {shell.ExitCode}:\n{said}");
        }

        Assert.All(made, file => Assert.True(new FileInfo(folder[file]).Length > 0, file));
    }

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
