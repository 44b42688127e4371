using System.Diagnostics;
using System.Globalization;
using Panoptes.Studies.Stores;
using StudiesBench;

// How a store's times grow with a study's cells:
//   StudiesBench FOLDER [STORE] [--cells 1000,10000,100000] [--repeat N]
// STORE is a PostgreSQL database, in which studies named bench-N are made and removed; without one, files of SQLite in FOLDER. Prints a
// table of the least of N times in milliseconds: all cells written in one call, written again, written one a call (200 of them, a cell),
// listed, counted by state in SQL, ten evaluations of three numbers written for each of 200 cells (a cell), both exported to Parquet.
if (args.Length == 0)
{
    Console.Error.WriteLine("StudiesBench FOLDER [STORE] [--cells 1000,10000,100000] [--repeat N]");
    return 2;
}

var folder = Directory.CreateDirectory(args[0]).FullName;
var connection = args.Length > 1 && !args[1].StartsWith("--", StringComparison.Ordinal) ? args[1] : null;
var counts = Option("--cells", "1000,10000,100000").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
var repeat = int.Parse(Option("--repeat", "3"), CultureInfo.InvariantCulture);
const int Singles = 200;

Console.WriteLine("| cells | write | write again | one a call, each | list | count by state | evaluations, each | export |");
Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
Measure(100); // Compiles the code.
foreach (var count in counts)
{
    var runs = Enumerable.Range(0, repeat).Select(_ => Measure(count)).ToArray();
    var least = Enumerable.Range(0, runs[0].Length).Select(column => runs.Min(run => run[column]));
    Console.WriteLine($"| {count} | {string.Join(" | ", least.Select(time => time.ToString("F2", CultureInfo.InvariantCulture)))} |");
}

return 0;

double[] Measure(int count)
{
    var name = $"bench-{count}";
    var cells = SampleRows.Cells(count);
    foreach (var file in Directory.GetFiles(folder, $"{name}.db*"))
    {
        File.Delete(file);
    }

    using var store = StudyStores.Open(connection ?? $"{name}.db", folder, name);
    var some = cells.Take(Singles).ToArray();
    double[] times =
    [
        Time(() => store.Write(cells)),
        Time(() => store.Write(cells)),
        Time(() => Array.ForEach(some, cell => store.Write([cell]))) / some.Length,
        Time(() => Check(store.Cells().Count, count)),
        Time(() => store.Query("SELECT state, count(*), avg(value) FROM cells GROUP BY state")),
        Time(() => Array.ForEach(some, cell => store.Write(cell.Id, 1, SampleRows.Evaluations(cell.Id, 10)))) / some.Length,
        Time(() => ParquetExport.Write(store, Path.Combine(folder, name))),
    ];
    store.Remove([.. cells.Select(cell => cell.Id)]);
    return times;
}

static double Time(Action action)
{
    var watch = Stopwatch.StartNew();
    action();
    return watch.Elapsed.TotalMilliseconds;
}

static void Check(int found, int expected)
{
    if (found != expected)
    {
        throw new InvalidOperationException($"{found} cells of {expected}");
    }
}

string Option(string name, string fallback)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 ? args[at + 1] : fallback;
}
