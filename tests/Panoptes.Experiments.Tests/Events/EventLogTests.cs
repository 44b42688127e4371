using Panoptes.Experiments.Events;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Events;

public sealed class EventLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    private string LogPath => Path.Combine(folder.Path, "events.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Events_come_back_as_they_were_with_times_and_attempt()
    {
        using (var log = EventLog.Open(LogPath, time))
        {
            log.Write(new AttemptStarted { Steps = 10, Host = "here" });
            time.Advance(TimeSpan.FromSeconds(2.5));
            log.Write(new TrainPoint
            {
                Step = 1,
                Loss = 0.1,
                Losses = new Dictionary<string, double?> { ["aux.loss_ce"] = 0.25, ["n"] = null },
                LearningRate = 1e-4,
            });
            log.Write(new EvaluationPoint
            {
                Step = 1,
                Split = "val",
                Metrics = [new MetricRow { Name = "mean_iou", Value = 0.5 }],
                Classes = [0.5, null],
            });
        }

        var history = RunHistory.Read(LogPath);
        Assert.Equal((3, 1, 0, 0), (history.Events.Count, history.Attempts, history.Superseded, history.Unreadable));
        var point = Assert.Single(history.Training);
        Assert.Equal((2500.0, 1, 0.1, 0.25), (point.Ms, point.Attempt, point.Loss, point.Losses["aux.loss_ce"]));
        Assert.Null(point.Losses["n"]);
        Assert.Equal([0.5, null], Assert.Single(history.Evaluations("val")).Classes);
        Assert.Equal(2.5, history.Seconds);
    }

    [Fact]
    public void Every_line_is_json_with_a_version_and_no_line_break_inside()
    {
        using (var log = EventLog.Open(LogPath, time))
        {
            log.Write(new Incident { Kind = "data", Text = "two\nlines and \"quotes\"" });
        }

        var line = Assert.Single(File.ReadAllLines(LogPath));
        Assert.StartsWith("{\"event\":\"incident\"", line);
        Assert.Contains("\"v\":1", line);
    }

    [Fact]
    public void A_log_cut_at_any_byte_loses_the_torn_line_only()
    {
        using (var log = EventLog.Open(LogPath, time))
        {
            for (var step = 1; step <= 4; step++)
            {
                log.Write(new TrainPoint { Step = step, Loss = 1.0 / step });
            }
        }

        var whole = File.ReadAllBytes(LogPath);
        var random = new SeededRandom(5);
        foreach (var length in Enumerable.Range(0, 60).Select(_ => random.NextInt(0, whole.Length + 1)).Append(0).Append(whole.Length))
        {
            File.WriteAllBytes(LogPath, whole[..length]);
            var complete = whole[..length].Count(value => value == (byte)'\n');
            Assert.Equal(complete, RunHistory.Read(LogPath).Events.Count);
            using (var log = EventLog.Open(LogPath, time))
            {
                Assert.Equal(length == 0 || whole[length - 1] == (byte)'\n', log.TornBytes == 0);
                log.Write(new TrainPoint { Step = 9 });
            }

            var history = RunHistory.Read(LogPath);
            Assert.Equal((complete + 1, 0), (history.Events.Count, history.Unreadable));
            Assert.Equal(9, history.Events[^1].Step);
        }
    }

    [Fact]
    public void What_lies_beyond_the_resumed_step_is_superseded()
    {
        using (var log = EventLog.Open(LogPath, time))
        {
            log.Write(new AttemptStarted { Steps = 30 });
            foreach (var step in new[] { 10, 20, 30 })
            {
                log.Write(new TrainPoint { Step = step, Loss = 1 });
            }

            log.Write(new EvaluationPoint { Step = 30, Split = "val" });
        }

        using (var log = EventLog.Open(LogPath, time))
        {
            Assert.Equal(2, log.Attempt);
            log.Write(new AttemptStarted { Step = 20, Steps = 30 });
            log.Write(new TrainPoint { Step = 30, Loss = 2 });
        }

        var history = RunHistory.Read(LogPath);
        Assert.Equal([(10L, 1.0), (20L, 1.0), (30L, 2.0)], history.Training.Select(point => (point.Step, point.Loss!.Value)));
        Assert.Empty(history.Evaluations("val"));
        Assert.Equal((2, 2), (history.Superseded, history.Attempts));
    }

    [Fact]
    public void Damaged_and_unknown_lines_are_counted_and_left_out()
    {
        folder.Write(
            "events.jsonl",
            "{\"event\":\"train\",\"v\":1,\"step\":1}\n\0\0garbage\n{\"event\":\"teleport\",\"v\":1}\n"
            + "{\"event\":\"train\",\"v\":2,\"step\":2}\n");
        var history = RunHistory.Read(LogPath);
        Assert.Equal((1, 3), (history.Events.Count, history.Unreadable));
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.NaN)]
    public void What_is_not_finite_is_written_as_absent(double value)
    {
        var path = Path.Combine(folder.Path, "finite.jsonl");
        using (var log = EventLog.Open(path, new ManualTime()))
        {
            log.Write(new EvaluationPoint
            {
                Split = "val",
                Metrics = [new MetricRow { Name = "mean_iou", Value = 0.5 }, new MetricRow { Name = "loss", Value = value }],
                Classes = [value, 0.25],
                Seconds = value,
            });
            log.Write(new TrainPoint
            {
                Loss = value,
                Losses = new Dictionary<string, double?> { ["loss"] = value },
                LearningRate = value,
                GradientNorm = value,
            });
        }

        var history = RunHistory.Read(path);
        Assert.Equal(0, history.Unreadable);
        var point = Assert.Single(history.Evaluations("val"));
        Assert.Equal((null, 0.5, null, 0.25), (point.Value("loss"), point.Value("mean_iou"), point.Classes[0], point.Classes[1]));
        Assert.Null(Assert.Single(history.Training).Losses["loss"]);
    }
}
