using System.Globalization;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace DashboardBench;

/// <summary>Folders as trainings leave them, with curves that look like curves, made without a training.</summary>
internal static class SyntheticRuns
{
    private const int Points = 200;
    private const int Evaluations = 10;
    private const int Steps = 20_000;
    private static readonly string[] Models = ["segformer_b3", "segnext_b", "deeplabv3plus_mobilenetv2", "mask2former_mobilenetv2"];
    private static readonly string[] Data = ["camvid train", "cityscapes train", "ade20k train"];

    /// <summary>Makes them; each of a folder with the same configuration and another seed.</summary>
    public static void Make(string folder, int count)
    {
        var config = new RunConfig { Run = new() { Folder = folder, Name = "template" }, Train = new() { Steps = Steps, BatchSize = 8 } };
        var template = RunFolder.ForTraining(config, null);
        template.WriteConfig(config);
        var (yaml, json) = (File.ReadAllText(template.ConfigYaml), File.ReadAllText(template.ConfigJson));
        Directory.Delete(template.FullPath, recursive: true);
        Parallel.For(0, count, run => Write(folder, run, yaml, json));
    }

    private static void Write(string folder, int run, string yaml, string json)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"way{run / 5:0000}-s{run % 5}-{run:x8}");
        var path = Path.Combine(folder, $"part{run % 20:00}", name);
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "config.resolved.yaml"), yaml.Replace("template", name, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(path, "config.resolved.json"), json.Replace("template", name, StringComparison.Ordinal));
        new RunSummary
        {
            Model = Models[run / 5 % Models.Length],
            DataSet = Data[run / 20 % Data.Length],
            ClassTable = "eleven",
            Splits = [new("train", "train", 367), new("val", "val", 101)],
            Classes = [.. Enumerable.Range(0, 11).Select(c => new ClassColor($"class{c}", "#804080", false, c))],
        }.Write(Path.Combine(path, "summary.json"));
        var clock = new StepClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(run));
        using var log = EventLog.Open(Path.Combine(path, "events.jsonl"), clock);
        log.Write(new AttemptStarted { Steps = Steps, Pid = 1, Host = "bench", Fingerprint = "abc" });
        var random = new SeededRandom((uint)run + 1);
        var ends = run % 7 == 0 ? Points / 2 : Points;
        for (var point = 1; point <= ends; point++)
        {
            clock.Advance(TimeSpan.FromSeconds(12));
            Log(log, point * (Steps / Points), point, random);
        }

        if (run % 7 != 0)
        {
            var isFailed = run % 11 == 0;
            log.Write(new AttemptEnded { Step = Steps, Reason = isFailed ? "error" : "completed", Error = isFailed ? "no memory" : null });
        }
    }

    private static void Log(EventLog log, int step, int point, SeededRandom random)
    {
        var loss = 0.3 + (2 * Math.Exp(-step / 4000.0)) + (0.05 * random.NextNormal());
        log.Write(new TrainPoint
        {
            Step = step,
            Loss = loss,
            Losses = new Dictionary<string, double?> { ["decode.loss_ce"] = 0.8 * loss, ["aux.loss_ce"] = 0.4 * loss },
            LearningRate = 1e-3 * Math.Max(0, 1 - (step / 20_001.0)),
            GradientNorm = 1 + Math.Abs(random.NextNormal()),
            ImagesPerSecond = 60 + random.NextNormal(),
            MemoryMib = 2100,
        });
        if (point % (Points / Evaluations) == 0)
        {
            var score = (0.7 * (1 - Math.Exp(-step / 5000.0))) + (0.01 * random.NextNormal());
            log.Write(new EvaluationPoint
            {
                Step = step,
                Split = "val",
                Metrics =
                [
                    new() { Name = "mean_iou", Title = "mIoU", Value = score },
                    new() { Name = "pixel_accuracy", Title = "pixel accuracy", Value = 0.9 },
                ],
                ClassMetric = "IoU",
                Classes = [.. Enumerable.Range(0, 11).Select(c => (double?)(c / 11.0))],
                Images = 101,
                Seconds = 20,
            });
        }
    }
}
