using FsCheck.Fluent;
using Panoptes.Dashboard.Catalog;
using Panoptes.Experiments.Events;
using Panoptes.Tests;

namespace Panoptes.Dashboard.Tests.Catalog;

public sealed class LogTallyTests
{
    [Fact]
    public void A_log_read_in_pieces_comes_to_what_the_whole_does()
    {
        // Attempts that go on from an earlier step, points, scores, ends; cut at any bytes.
        var logs = Gen.Choose(0, 5).ListOf(30).Zip(Gen.Choose(1, 400).ListOf(6));
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(logs), drawn =>
        {
            using var folder = new TemporaryFolder();
            Write(folder["whole.jsonl"], drawn.Item1);
            var bytes = File.ReadAllBytes(folder["whole.jsonl"]);
            var whole = new LogTally(folder["whole.jsonl"]);
            whole.Update("val");
            var pieces = new LogTally(folder["pieces.jsonl"]);
            var at = 0;
            foreach (var cut in drawn.Item2.Append(bytes.Length))
            {
                var next = Math.Min(bytes.Length, at + cut);
                using (var file = new FileStream(folder["pieces.jsonl"], FileMode.Append))
                {
                    file.Write(bytes, at, next - at);
                }

                at = next;
                pieces.Update("val");
            }

            Assert.Equal(Shown(whole), Shown(pieces));
            var history = RunHistory.Read(folder["whole.jsonl"]);
            double?[] scores = [.. history.Evaluations("val").Select(point => point.Primary!.Value)];
            Assert.Equal((scores.Max(), scores.LastOrDefault()), (whole.Score?.Best, whole.Score?.Last));
        }));
    }

    [Fact]
    public void A_log_that_became_shorter_is_read_anew()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.jsonl"], [0, 1, 2, 2]);
        var tally = new LogTally(folder["a.jsonl"]);
        tally.Update("val");
        File.Delete(folder["a.jsonl"]);
        Write(folder["a.jsonl"], [1]);

        tally.Update("val");

        Assert.Equal((10, null), (tally.Step, tally.Score));
    }

    private static object Shown(LogTally tally) => (
        tally.Step, tally.Steps, tally.Began, tally.Last, tally.Loss, tally.ImagesPerSecond, tally.Process, tally.End, tally.Seconds,
        tally.Score);

    private static void Write(string path, IEnumerable<int> kinds)
    {
        using var log = EventLog.Open(path, TimeProvider.System);
        var (step, value) = (0, 0.0);
        foreach (var kind in kinds)
        {
            step += 10;
            value += 0.01;
            log.Write(kind switch
            {
                0 => new AttemptStarted { Step = step = Math.Max(0, step - 30), Steps = 500, Pid = step, Host = "h" },
                1 => new TrainPoint { Step = step, Loss = value, ImagesPerSecond = step },
                2 => new EvaluationPoint { Step = step, Split = "val", Metrics = [new() { Name = "m", Value = value * (step % 20) }] },
                3 => new EvaluationPoint { Step = step, Split = "test", Metrics = [new() { Name = "m", Value = 9 }] },
                4 => new AttemptEnded { Step = step, Reason = "signal" },
                _ => new Incident { Step = step, Kind = "data", Text = "lost" },
            });
        }
    }
}
