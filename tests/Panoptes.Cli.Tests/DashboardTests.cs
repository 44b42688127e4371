using System.Diagnostics;
using System.Net;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>The dashboard as a user starts and ends it.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task The_printed_address_shows_the_runs_until_the_program_is_interrupted()
    {
        using var folder = new TemporaryFolder();
        folder.Write("runs/crops/config.resolved.yaml", "train: {}\n");
        using var process = Panoptes.Start(folder.Path, "dashboard");
        try
        {
            var line = (await process.StandardOutput.ReadLineAsync())!;
            Assert.StartsWith("dashboard of runs, studies: http://127.0.0.1:", line);
            using var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() });
            Assert.Contains(">crops</a>", await client.GetStringAsync(new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..])));

            using var interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]);
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
            Assert.Equal("", await process.StandardError.ReadToEndAsync());
        }
        finally
        {
            process.Kill();
        }
    }

    [Theory]
    [InlineData("missing: found no such folder", "dashboard", "missing")]
    [InlineData("--port: found 0", "dashboard", "--port", "0")]
    [InlineData("--bind: found 'here'", "dashboard", "--bind", "here")]
    public void What_cannot_be_served_is_refused_in_a_line(string reason, params string[] line)
    {
        using var folder = new TemporaryFolder();
        var outcome = Panoptes.RunIn(folder.Path, line);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(reason, Assert.Single(outcome.ErrorLines));
    }
}
