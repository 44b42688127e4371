using System.Diagnostics;
using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Tests;

/// <summary>The packages as a user takes them: restored outside of the clone, run, the tool installed.</summary>
[Trait("Speed", "Slow")]
public sealed class PackageTests
{
    [Fact]
    public void A_project_outside_of_the_clone_restores_the_packages_and_scores_files_without_the_tensor_engine()
    {
        var said = Run("test-packages.sh", "--no-build");
        Assert.Contains("mIoU 0.8167", said);
        Assert.Contains("PQ 0.8167", said);
        Assert.Matches(@"packages 0\.0\.1-test\.\d+: good", said);
    }

    [Fact]
    public void Pages_of_the_api_refer_to_places_that_are_there_and_to_nothing_outside()
    {
        var folder = Directory.CreateTempSubdirectory("panoptes api ").FullName;
        try
        {
            Run("api-pages.sh", folder);
            var pages = Directory.GetFiles(folder, "*.html").ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText);
            Assert.True(pages.Count > 50);
            Assert.Contains("\"RunLengthMask.Encode\"", File.ReadAllText(Path.Combine(folder, "entries.js")));
            foreach (var (name, text) in pages)
            {
                Assert.DoesNotContain("src=\"http", text);
                var targets = text.Split("href=\"").Skip(1).Select(part => part.Split('"')[0]);
                foreach (var target in targets.Where(each => each.Contains(".html")))
                {
                    var (page, place) = (target.Split('#')[0], target.Split('#').ElementAtOrDefault(1));
                    var isThere = pages.TryGetValue(page, out var other) && (place is null || other.Contains($" id=\"{place}\""));
                    Assert.True(isThere, $"{name}: {target}");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Run(string script, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(Clone.Root!, "eng", script), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
        return output;
    }
}
