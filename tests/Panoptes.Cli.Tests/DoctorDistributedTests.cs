using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Panoptes.Experiments.Links;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>The verb <c>doctor distributed</c> as processes that measure each other.</summary>
public sealed class DoctorDistributedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_processes_measure_what_connects_them()
    {
        var outcome = Panoptes.RunIn(folder.Path, "doctor", "distributed", "--device", "cpu", "--json", "link.json");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.StartsWith("2 processes, 2 on this machine, joined over Gloo (cpu)", outcome.Output);
        foreach (var row in new[] { "sum of 4 bytes", "sum of 1 MiB", "sum of 25 MiB", "sum of 100 MiB", "message of 1 KiB to all" })
        {
            Assert.Contains(row, outcome.Output);
        }

        using var json = JsonDocument.Parse(File.ReadAllText(folder["link.json"]));
        Assert.Equal(2, json.RootElement.GetProperty("processes").GetInt32());
        var link = LinkMeasurement.Read(folder["link.json"]);
        Assert.Equal([4, 1 << 20, 25 << 20, 100 << 20], link.Sums.Select(sum => sum.Bytes));
        Assert.All(link.Sums.Select(sum => sum.Seconds).Append(link.GatherSeconds).Append(link.JoinSeconds), time => Assert.True(time > 0));
    }

    [Theory]
    [InlineData("--processes 1", 1, "--processes: found 1; expected at least 2")]
    [InlineData("--processes x", 2, "expected a whole number")]
    [InlineData("--deadline 0", 1, "--deadline: found 0")]
    [InlineData("--device gpu9", 1, "gpu9")]
    [InlineData("--json", 2, "--json")]
    public void Wrong_options_are_one_line(string words, int code, string message)
    {
        var error = new StringWriter();
        Assert.Equal(code, PanoptesCommand.Run(["doctor", "distributed", .. words.Split(' ')], TextWriter.Null, error));
        Assert.Contains(message, error.ToString());
        Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Where_nobody_comes_it_says_so()
    {
        var outcome = Alone(rank: 0, deadline: 1, address: "127.0.0.1");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("found fewer than 2 processes within 1 s", Assert.Single(outcome.ErrorLines));
    }

    [Fact]
    public void Where_nobody_listens_it_says_so()
    {
        var outcome = Alone(rank: 1, deadline: 1, address: "127.0.0.1");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("found nobody who listens there within 1 s", Assert.Single(outcome.ErrorLines));
    }

    [Fact]
    public void A_taken_port_is_named()
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var outcome = Alone(rank: 0, deadline: 1, address: "127.0.0.1", port);
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"panoptes: MASTER_PORT: found {port}, on which another program", Assert.Single(outcome.ErrorLines));
    }

    // One process of two.
    private Outcome Alone(int rank, int deadline, string address, int port = 0) => Panoptes.RunWith(
        folder.Path,
        new Dictionary<string, string>
        {
            ["RANK"] = $"{rank}",
            ["WORLD_SIZE"] = "2",
            ["LOCAL_RANK"] = $"{rank}",
            ["LOCAL_WORLD_SIZE"] = "2",
            ["MASTER_ADDR"] = address,
            ["MASTER_PORT"] = $"{(port == 0 ? FreePort() : port)}",
        },
        "doctor", "distributed", "--device", "cpu", "--deadline", $"{deadline}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
