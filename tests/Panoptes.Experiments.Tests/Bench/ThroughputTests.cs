using System.Diagnostics;
using System.Text.Json.Nodes;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Bench;

/// <summary>bench/gpu.py with its two sides, on the CPU: the same arguments, the same measures, a table.</summary>
public sealed class ThroughputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [NeedsPyTorchFact]
    public void Both_sides_take_the_same_arguments_and_report_the_same_measures()
    {
        var (exit, report) = Measure("--device", "cpu", "--rounds", "2", "--compile");

        Assert.Equal(0, exit);
        var results = report["results"]!.AsArray();
        Assert.Equal(["panoptes", "pytorch", "panoptes", "pytorch"], results.Select(result => (string)result!["side"]!));
        Assert.Single(results.Select(result => string.Join(' ', Keys(result!))).Distinct());
        Assert.Single(results.Select(result => string.Join(' ', Keys(result!["settings"]!).Except(["recipe"]))).Distinct());
        foreach (var key in new[] { "network", "parameters", "device", "precision", "batch", "size", "steps", "warmup", "log_every" })
        {
            Assert.Single(results.Select(result => result![key]!.ToJsonString()).Distinct());
        }

        Assert.All(results, result => Assert.True((double)result!["images_per_second"]! > 0 && double.IsFinite((double)result["loss"]!)));
        var rows = report["rows"]!.AsArray();
        Assert.Equal(["Panoptes", "PyTorch eager"], rows.Select(row => (string)row!["side"]!));
        var (mine, peer) = ((double)rows[0]!["images_per_second"]!, (double)rows[1]!["images_per_second"]!);
        Assert.Equal(mine / peer, (double)rows[1]!["ratio"]!, 1e-9);
        Assert.Contains("| segformer_b0 | 1 | PyTorch eager |", File.ReadAllText(Path.Combine(folder.Path, "gpu.md")));
    }

    [NeedsPyTorchFact]
    public void A_side_that_cannot_run_is_left_out_with_its_reason()
    {
        var (exit, report) = Measure("--device", "cpu", "--rounds", "2", "--compile", "--networks", "segformer_b9");

        Assert.Equal(1, exit);
        var failures = report["failures"]!.AsArray();
        Assert.Equal(["Panoptes", "PyTorch eager"], failures.Select(failure => (string)failure!["side"]!));
        Assert.All(failures, failure => Assert.Contains("segformer_b9", (string)failure!["reason"]!));
        Assert.Empty(report["rows"]!.AsArray());
    }

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(entry => entry.Key).Except(["name", "round"]).Order();

    private (int Exit, JsonNode Report) Measure(params string[] options)
    {
        var file = Path.Combine(folder.Path, "gpu.json");
        string[] all =
        [
            Path.Combine(Repository.Root, "bench", "gpu.py"), "--networks", "segformer_b0", "--batch", "1", "--size", "64x64",
            "--precision", "fp32", "--steps", "1", "--warmup", "1", "--threads", "1", "--out", file, .. options,
        ];
        var start =
            new ProcessStartInfo(NeedsPyTorchFactAttribute.Python, all) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(File.Exists(file), output);
        return (process.ExitCode, JsonNode.Parse(File.ReadAllText(file))!);
    }
}
