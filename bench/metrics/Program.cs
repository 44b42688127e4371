using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MetricsBench;

// One measurement a process, so that peak memory and start-up are its own:
//   MetricsBench WHAT FOLDER [--threads N] [--images N] [--repeat N]
// Prints one JSON line: what, items, wall and processor seconds, seconds an item, peak memory, and a number to compare.
if (args.Length < 2)
{
    Console.Error.WriteLine($"MetricsBench {string.Join('|', Measurements.All.Keys)} FOLDER [--threads N] [--images N] [--repeat N]");
    return 2;
}

var settings = new Settings(args[1], Option("--threads", 1), Option("--images", int.MaxValue));
var (what, repeat) = (args[0], Option("--repeat", 1));
if (!Measurements.All.TryGetValue(what, out var measure))
{
    Console.Error.WriteLine($"unknown measurement {what}; known: {string.Join(", ", Measurements.All.Keys)}");
    return 2;
}

var watch = Stopwatch.StartNew();
var measured = measure(settings);
for (var again = 1; again < repeat; again++)
{
    var before = Measurements.ProcessorSeconds();
    measured = measure(settings);
    Console.Error.WriteLine($"{what}: run {again + 1} took {1000 * (Measurements.ProcessorSeconds() - before) / measured.Items:F3} ms of "
        + "processor time an item");
}

watch.Stop();
using var process = Process.GetCurrentProcess();
var processor = process.TotalProcessorTime.TotalSeconds;
Console.WriteLine(JsonSerializer.Serialize(new
{
    what,
    settings.Threads,
    measured.Items,
    repeat,
    wall_s = watch.Elapsed.TotalSeconds,
    cpu_s = processor,
    wall_ms_per_item = 1000 * (measured.WallSeconds ?? (watch.Elapsed.TotalSeconds / repeat)) / measured.Items,
    cpu_ms_per_item = 1000 * (measured.ProcessorSeconds ?? (processor / repeat)) / measured.Items,
    peak_mib = process.PeakWorkingSet64 >> 20,
    number = measured.Number,
}));
return 0;

int Option(string name, int fallback)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : fallback;
}
