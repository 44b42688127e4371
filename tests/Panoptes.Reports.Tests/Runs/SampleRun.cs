using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.Tests;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Reports.Tests.Runs;

/// <summary>Makes the folder of a finished run with plausible curves, results and pictures, without training.</summary>
internal static class SampleRun
{
    public static readonly (string Name, string Color, double Share, double Iou)[] Classes =
    [
        ("sky", "#808080", .17, .91), ("building", "#800000", .24, .82), ("pole", "#c0c080", .01, .27), ("road", "#804080", .29, .93),
        ("pavement", "#3c28de", .06, .77), ("tree", "#808000", .11, .74), ("sign", "#c08080", .012, .38), ("fence", "#404080", .015, .29),
        ("car", "#400080", .06, .79), ("pedestrian", "#404000", .008, .44), ("bicyclist", "#0080c0", 0, 0),
    ];

    public static RunFolder Create(string parent, string? hostile = null, int images = 4, int pictureSize = 160, bool resumed = true)
    {
        var config = new RunConfig
        {
            Run = new() { Folder = parent, Name = "sample-run" },
            Train = new() { Steps = 2000, BatchSize = 8 },
            Data = new() { Root = hostile ?? "../shared/data/camvid" },
        };
        var folder = RunFolder.ForTraining(config, null);
        folder.WriteConfig(config);
        var clock = new ManualTime();
        folder.WriteEnvironment(
            RunEnvironment.Look(clock, "1.13.1", 2, "cpu") with
            {
                CommandLine = [
                "panoptes.dll", "train", "configs/camvid/deeplabv3plus-mobilenetv2.yaml", $"data.root={hostile ?? "../shared/data/camvid"}",
            ]
            },
            1);
        Summary(hostile).Write(folder.Summary);
        Log(folder, clock, resumed);
        foreach (var (split, seed) in new[] { ("test", 1), ("val", 2) })
        {
            Evaluation(folder, split, seed, hostile, images, pictureSize).Write(folder.Evaluation(split));
        }

        JpegFile.Write(folder.BatchSheet, Picture(pictureSize * 4, pictureSize * 2, 99));
        return folder;
    }

    private static RunSummary Summary(string? hostile) => new()
    {
        DataSet = "camvid",
        ClassTable = "camvid11",
        Splits = [new("train", "train", 367), new("val", "val", 101), new("test", "test", 233)],
        Classes = [.. Classes.Select(c => new ClassColor(hostile ?? c.Name, c.Color, false, 0))],
        Notes = ["labels hold raw ids 0 to 11; 11 is void"],
        Model = "deeplabv3plus_mobilenetv2",
        Parameters = 5_812_283,
        TrainableParameters = 5_812_283,
        Weights = ["mobilenet_v2_imagenet_dequantized.safetensors: 312 of 314 tensors of the backbone matched (99.4 %)"],
        Groups = [new("backbone", 156, 2_223_872, 1e-4, 0.01), new("(no rule)", 62, 3_588_411, 1e-3, 0.01)],
    };

    private static void Log(RunFolder folder, ManualTime clock, bool resumed)
    {
        var random = new SeededRandom(3);
        var log = EventLog.Open(folder.EventLog, clock);
        log.Write(new AttemptStarted { Steps = 2000, Pid = 12, Host = "bench", Fingerprint = "abc" });
        double best = 0;
        for (var step = 20; step <= 2000; step += 20)
        {
            if (resumed && step == 1040)
            {
                resumed = false;
                log.Dispose();
                log = EventLog.Open(folder.EventLog, clock);
                log.Write(new AttemptStarted { Step = 1000, Steps = 2000, Pid = 77, Host = "bench" });
                log.Write(new Incident
                {
                    Step = 1000,
                    Kind = "checkpoint",
                    Text = "step-1020 is damaged (checksum differs); fell back to "
                    + "step 1000"
                });
                step = 1020;
            }

            clock.Advance(TimeSpan.FromSeconds(14));
            var loss = (2.1 * Math.Exp(-step / 500.0)) + 0.35 + (0.12 * random.NextNormal());
            log.Write(new TrainPoint
            {
                Step = step,
                Loss = loss,
                Losses = new Dictionary<string, double?>
                {
                    ["decode.loss_ce"] = loss * 0.8,
                    ["aux.loss_ce"] = loss * 0.5,
                    ["decode.acc_seg"] = 95 - (20 * loss) + random.NextNormal(),
                },
                LearningRate = 1e-3 * Math.Pow(1 - (step / 2001.0), 0.9) * Math.Min(1, step / 100.0),
                GradientNorm = 1.5 + (2 * Math.Exp(-step / 300.0)) + Math.Abs(random.NextNormal()),
                ImagesPerSecond = 11.2 + (0.5 * random.NextNormal()),
                DataWait = 0.02 + (0.01 * random.NextDouble()),
                MemoryMib = 2120 + (8 * random.NextDouble()),
            });
            if (step % 200 == 0)
            {
                var iou = Classes.Select(c => c.Share == 0
                    ? (double?)null
                    : c.Iou * (1 - Math.Exp(-step / 350.0)) * (1 + (0.02 * random.NextNormal()))).ToList();
                var mean = iou.Average()!.Value;
                log.Write(new EvaluationPoint
                {
                    Step = step,
                    Split = "val",
                    Metrics =
                    [
                        Number("mean_iou", "mIoU", mean), Number("pixel_accuracy", "pixel accuracy", 0.6 + (0.5 * mean)),
                        Number("mean_accuracy", "mean accuracy", mean + 0.08),
                        Number("loss", "loss", 0.3 + Math.Exp(-step / 500.0)) with { IsShare = false },
                    ],
                    ClassMetric = "IoU",
                    Classes = iou,
                    Images = 101,
                    Seconds = 21.5,
                    Best = mean > best,
                });
                best = Math.Max(best, mean);
            }
        }

        log.Write(new AttemptEnded { Step = 2000, Reason = "completed" });
        log.Dispose();
    }

    private static EvaluationFile Evaluation(RunFolder folder, string split, int seed, string? hostile, int images, int size)
    {
        var random = new SeededRandom(seed);
        const long Total = 30_000_000;
        var count = Classes.Length;
        var confusion = new long[count][];
        for (var t = 0; t < count; t++)
        {
            var pixels = (long)(Total * Classes[t].Share);
            var weights = Enumerable.Range(
                0, count).Select(p => Classes[p].Share == 0 ? 0 : p == t ? 0 : Math.Pow(random.NextDouble(), 4)).ToArray();
            confusion[t] = [.. weights.Select(weight => (long)(pixels * (1 - Classes[t].Iou) * weight / weights.Sum()))];
            confusion[t][t] = pixels - confusion[t].Sum();
        }

        return new EvaluationFile
        {
            Split = split,
            DataSet = "camvid",
            Step = 2000,
            Weights = "best",
            Protocol = "whole image, scale 1, mmsegmentation convention",
            Fingerprint = "abc",
            Utc = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc),
            Images = 233,
            Seconds = 48.2,
            Kinds = [new KindRecord
            {
                Kind = "semantic",
                Metrics =
                [
                    Number("mean_iou", "mIoU", 0.634), Number("pixel_accuracy", "pixel accuracy", 0.905),
                    Number("mean_accuracy", "mean accuracy", 0.712),
                    Number("frequency_weighted_iou", "frequency-weighted IoU", 0.84), Number("mean_f1", "mean F1", 0.75),
                    Number("loss", "loss", 0.41) with { IsShare = false },
                ],
                Columns =
                [
                    new() { Name = "iou", Title = "IoU" }, new() { Name = "accuracy", Title = "accuracy" },
                    new() { Name = "precision", Title = "precision" },
                    new() { Name = "f1", Title = "F1" }, new() { Name = "truth_pixels", Title = "pixels", IsShare = false },
                    new() { Name = "predicted_pixels", Title = "predicted", IsShare = false },
                ],
                Classes = [.. Classes.Select((c, i) => new ClassRow
                {
                    Name = hostile ?? c.Name,
                    Color = hostile ?? c.Color,
                    Values = new Dictionary<string, double?>
                    {
                        ["iou"] = c.Share == 0 ? null : c.Iou,
                        ["accuracy"] = c.Share == 0 ? null : Math.Sqrt(c.Iou),
                        ["precision"] = c.Share == 0 ? null : Math.Sqrt(c.Iou) - 0.01,
                        ["f1"] = c.Share == 0 ? null : 2 * c.Iou / (1 + c.Iou),
                        ["truth_pixels"] = confusion[i].Sum(),
                        ["predicted_pixels"] = confusion.Sum(row => row[i]),
                    },
                })],
                Confusion = confusion,
                WorstImages = Worst(folder, split, images, size, hostile),
            }],
        };
    }

    /// <summary>Made-up pictures of images.</summary>
    public static IReadOnlyList<ImageRow> Worst(RunFolder folder, string split, int images, int size, string? hostile = null)
    {
        var pictures = Path.Combine(Path.GetDirectoryName(folder.Evaluation(split))!, split);
        Directory.CreateDirectory(pictures);
        return [.. Enumerable.Range(0, images).Select(i => ImageRow(pictures, split, i, hostile, size))];
    }

    private static MetricRow Number(string name, string title, double value) => new() { Name = name, Title = title, Value = value };

    private static ImageRow ImageRow(string folder, string split, int index, string? hostile, int size)
    {
        var (width, height) = (size, size * 3 / 4);
        var name = $"{index:0000}";
        JpegFile.Write(Path.Combine(folder, $"{name}.jpg"), Picture(width, height, index));
        var truth = new Plane<byte>(width, height);
        var prediction = new Plane<byte>(width, height);
        var difference = new Plane<byte>(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                truth[x, y] = (byte)((((x * 5) / width) + ((y * 3) / height) + index) % Classes.Length);
                prediction[x, y] = (byte)(((((x + (8 * Math.Sin(y / 9.0))) * 5 / width) + ((y * 3) / height) + index) % Classes.Length));
                difference[x, y] = (byte)(truth[x, y] == prediction[x, y] ? 0 : 1);
            }
        }

        Rgb[] colors = [.. Classes.Select(
            c => new Rgb(Convert.ToByte(c.Color[1..3], 16), Convert.ToByte(c.Color[3..5], 16), Convert.ToByte(c.Color[5..7], 16)))];
        PngFile.WritePalette(Path.Combine(folder, $"{name}.truth.png"), truth, colors);
        PngFile.WritePalette(Path.Combine(folder, $"{name}.prediction.png"), prediction, colors);
        PngFile.WritePalette(Path.Combine(folder, $"{name}.difference.png"), difference, [Rgb.Black, new Rgb(255, 59, 48)]);
        return new ImageRow
        {
            Index = 40 + index,
            Name = hostile ?? $"Seq05VD_f0{index:0000}0",
            Metrics = [Number("mean_iou", "mIoU", 0.3 + (0.02 * index)), Number("pixel_accuracy", "pixel accuracy", 0.7 + (0.01 * index))],
            Aspect = (double)width / height,
            Image = $"{split}/{name}.jpg",
            Truth = $"{split}/{name}.truth.png",
            Prediction = $"{split}/{name}.prediction.png",
            Difference = $"{split}/{name}.difference.png",
        };
    }

    private static RgbImage Picture(int width, int height, int seed)
    {
        var image = new RgbImage(width, height);
        for (var y = 0; y < height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < width; x++)
            {
                row[3 * x] = (byte)(60 + (150 * y / height));
                row[(3 * x) + 1] = (byte)(90 + (100 * x / width) + (seed * 7 % 40));
                row[(3 * x) + 2] = (byte)(200 - (140 * y / height));
            }
        }

        return image;
    }
}
