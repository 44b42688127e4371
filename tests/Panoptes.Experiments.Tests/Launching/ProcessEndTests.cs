using Panoptes.Experiments.Launching;

namespace Panoptes.Experiments.Tests.Launching;

/// <summary>Who is to blame, how an end reads, and what is kept of a log.</summary>
public sealed class ProcessEndTests : IDisposable
{
    private readonly Panoptes.Tests.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", null)]
    [InlineData("0:0 1:0", null)]
    [InlineData("0:0 1:75", 1)]
    [InlineData("2:75 1:75", 2)]
    [InlineData("2:75 1:1", 1)]
    [InlineData("2:75 1:137 0:1", 1)]
    [InlineData("3:1 1:2", 3)]
    public void The_culprit_is_the_first_that_failed_for_a_reason_of_its_own(string ends, int? rank) =>
        Assert.Equal(rank, ProcessEnd.Culprit([.. ends.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(end => new ProcessEnd(end[0] - '0', int.Parse(end[2..])))])?.Rank);

    [Theory]
    [InlineData(1, "rank 2 ended with exit code 1", 1)]
    [InlineData(75, "rank 2 ended with exit code 75", 75)]
    [InlineData(128, "rank 2 ended with exit code 128", 128)]
    [InlineData(137, "rank 2 was killed by SIGKILL", 75)]
    [InlineData(139, "rank 2 was killed by SIGSEGV", 75)]
    [InlineData(162, "rank 2 was killed by signal 34", 75)]
    [InlineData(255, "rank 2 ended with exit code 255", 255)]
    public void An_end_reads_and_counts(int code, string text, int launcher)
    {
        var end = new ProcessEnd(2, code);
        Assert.Equal((text, launcher), ($"{end}", end.LauncherCode));
        Assert.Equal(launcher == 75, end.MayRestart);
    }

    [Fact]
    public void The_last_lines_of_a_log_are_plain_and_of_this_start()
    {
        folder.Write("log", "old\none\r\n\n\u001b[31mtwo\n  \nthree");
        Assert.Equal(["one", "[31mtwo", "three"], LogLines.Last(folder["log"], 4, 20));
        Assert.Equal(["three"], LogLines.Last(folder["log"], 0, 1));
        Assert.Empty(LogLines.Last(folder["log"], 1000, 20));
        Assert.Empty(LogLines.Last(folder["none"], 0, 20));
        folder.Write("long", new string('x', 1 << 20));
        Assert.Equal(new string('x', 500) + "...", Assert.Single(LogLines.Last(folder["long"], 0, 20)));
    }
}
