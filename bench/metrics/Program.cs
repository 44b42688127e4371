using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Panoptes.Imaging;
using Panoptes.Metrics;

// One measurement a process, so that peak memory and start-up are its own:
//   MetricsBench WHAT FOLDER [--threads N] [--images N] [--repeat N]
// Prints one JSON line: what, items, wall and processor seconds, seconds an item, peak memory, and a number to compare.
if (args.Length < 2)
{
    Console.Error.WriteLine("MetricsBench decode|pq|pq-memory|ap|cs-pixel|cs-instance|miou FOLDER [--threads N] [--images N]");
    return 2;
}

var (what, folder) = (args[0], args[1]);
var threads = Option("--threads", 1);
var limit = Option("--images", int.MaxValue);
var repeat = Option("--repeat", 1);
var watch = Stopwatch.StartNew();
var (items, number) = Measure();
for (var again = 1; again < repeat; again++)
{
    using var self = Process.GetCurrentProcess();
    var before = self.TotalProcessorTime;
    Measure();
    self.Refresh();
    Console.Error.WriteLine($"{what}: run {again + 1} took {1000 * (self.TotalProcessorTime - before).TotalSeconds / items:F3} ms of processor time an item");
}

(int, double) Measure() => what switch
{
    "decode" => Decode(),
    "pq" => PanopticFiles(),
    "pq-memory" => PanopticMemory(),
    "ap" => AveragePrecision(),
    "cs-pixel" => CityscapesPixel(),
    "cs-instance" => CityscapesInstance(),
    "miou" => MeanIoU(),
    _ => throw new ArgumentException($"unknown measurement {what}"),
};
watch.Stop();
using var process = Process.GetCurrentProcess();
var cpu = process.TotalProcessorTime.TotalSeconds;
var result = new
{
    what,
    threads,
    items,
    repeat,
    wall_s = Math.Round(watch.Elapsed.TotalSeconds, 4),
    cpu_s = Math.Round(cpu, 4),
    wall_ms_per_item = Math.Round(1000 * watch.Elapsed.TotalSeconds / items / repeat, 4),
    cpu_ms_per_item = Math.Round(1000 * cpu / items / repeat, 4),
    peak_mib = process.PeakWorkingSet64 >> 20,
    number,
};
Console.WriteLine(JsonSerializer.Serialize(result));
return 0;

int Option(string name, int fallback)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : fallback;
}

string[] Pngs(string sub) => [.. Directory.GetFiles(Path.Combine(folder, sub), "*.png").Order(StringComparer.Ordinal).Take(limit)];

// Both PNGs of every pair, and nothing else: what the evaluation from files is measured against.
(int, double) Decode()
{
    var (truth, prediction) = (Pngs("gt"), Pngs("pred"));
    var pixels = new byte[3 * 1024 * 2048];
    foreach (var path in truth.Concat(prediction))
    {
        PngFile.ReadRgb(File.ReadAllBytes(path), path, pixels);
    }

    return (truth.Length, pixels[0]);
}

(int, double) PanopticFiles()
{
    var truth = PanopticFile.ReadTruth(Path.Combine(folder, "gt.json"));
    var prediction = PanopticFile.ReadPrediction(Path.Combine(folder, "pred.json"), truth.Categories);
    var evaluation = new PanopticEvaluation(truth, Path.Combine(folder, "gt"), prediction, Path.Combine(folder, "pred"));
    var report = evaluation.Run(new PanopticOptions { Threads = threads });
    return (evaluation.Count, report.Scores.All.PQ);
}

// Id maps in memory, as a training loop has them; reading them is not measured.
(int, double) PanopticMemory()
{
    var (truth, prediction) = (Pngs("gt").Take(10).Select(p => PngFile.ReadIds24(p)).ToArray(), Pngs("pred").Take(10).Select(p => PngFile.ReadIds24(p)).ToArray());
    return Repeat(truth.Length, 300, () => new SegmentPairCounter(), (counter, i) => counter.Count(truth[i].Pixels, prediction[i].Pixels).Length);
}

(int, double) MeanIoU()
{
    var truth = Directory.GetFiles(folder, "*_labelIds.png", SearchOption.AllDirectories).Where(p => p.Contains("gtFine")).Order(StringComparer.Ordinal).Take(8).Select(p => PngFile.ReadLabels<byte>(p)).ToArray();
    var prediction = Directory.GetFiles(Path.Combine(folder, "results", "pixel"), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(8).Select(p => PngFile.ReadLabels<byte>(p)).ToArray();
    return Repeat(truth.Length, 2000, () => new ConfusionMatrix(34), (matrix, i) =>
    {
        matrix.Add<byte>(truth[i].Pixels, prediction[i].Pixels, 255);
        return matrix[0, 0];
    });
}

(int, double) Repeat<T>(int maps, int count, Func<T> open, Func<T, int, double> work)
{
    using var self = Process.GetCurrentProcess();
    Parallel.For(0, threads, _ => work(open(), 0));
    self.Refresh();
    var before = self.TotalProcessorTime;
    watch.Restart();
    var next = -1;
    double last = 0;
    Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
    {
        var worker = open();
        for (int i; (i = Interlocked.Increment(ref next)) < count;)
        {
            last = work(worker, i % maps);
        }
    });
    self.Refresh();
    Console.Error.WriteLine($"{what}: {count / watch.Elapsed.TotalSeconds:F0} a second on {threads} thread(s), {1000 * (self.TotalProcessorTime - before).TotalSeconds / count:F3} ms of processor time each");
    return (count, last);
}

(int, double) AveragePrecision()
{
    var start = Cpu();
    var truth = InstanceFile.ReadTruth(Path.Combine(folder, "gt.json"));
    var loaded = Cpu();
    var results = InstanceFile.ReadResults(Path.Combine(folder, "results_segm.json"), truth);
    var both = Cpu();
    var score = new InstanceEvaluation(truth, results, new InstanceOptions { Threads = threads }).Run().Scores.AP;
    Console.Error.WriteLine($"ap: processor seconds: truth {loaded - start:F3}, results {both - loaded:F3}, evaluation {Cpu() - both:F3}, before {start:F3}; {System.Runtime.JitInfo.GetCompiledMethodCount()} methods compiled in {System.Runtime.JitInfo.GetCompilationTime().TotalSeconds:F3} s");
    return (truth.Images.Count, score);
}

static double Cpu()
{
    using var self = Process.GetCurrentProcess();
    return self.TotalProcessorTime.TotalSeconds;
}

(int, double) CityscapesPixel()
{
    var report = new CityscapesPixelEvaluation(Path.Combine(folder, "gtFine"), Path.Combine(folder, "results", "pixel")).Run(threads);
    return (report.Frames.Count, report.Scores.MeanClassIoU);
}

(int, double) CityscapesInstance()
{
    var report = new CityscapesInstanceEvaluation(Path.Combine(folder, "gtFine"), Path.Combine(folder, "results", "instance")).Run(threads);
    return (report.Frames.Count, report.AP);
}
