using System.Diagnostics;

namespace Panoptes.Training.Tests.Engine;

public sealed class PlainLoopTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-plain-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_sample_without_the_engine_trains_measures_and_writes_weights()
    {
        var start = new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "PlainLoop.dll"), "2",
        ])
        { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("step 2/2 loss", output, StringComparison.Ordinal);
        Assert.Contains("mIoU", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "plain-loop.safetensors")));
    }
}
