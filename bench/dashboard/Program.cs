using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using DashboardBench;

// dotnet run --project bench/dashboard -c Release -- FOLDER COUNT [PROGRAM]
// Makes COUNT synthetic runs in FOLDER where it is not there, starts the dashboard on it and measures.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (folder, count) = (args[0], int.Parse(args[1]));
var program = args.Length > 2 ? args[2] : "artifacts/program/panoptes.dll";
if (!Directory.Exists(folder))
{
    var making = Stopwatch.StartNew();
    SyntheticRuns.Make(folder, count);
    Console.WriteLine($"made {count} runs in {making.Elapsed.TotalSeconds:0.0} s");
}

var started = Stopwatch.StartNew();
using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "dashboard", folder]) { RedirectStandardOutput = true })!;
try
{
    var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the dashboard said nothing");
    var address = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]);
    Console.WriteLine($"start to address            {started.ElapsedMilliseconds,7} ms");
    using var client = Client(address);
    await Time("first page, nothing read", client, "/");
    Console.WriteLine($"start to first page         {started.ElapsedMilliseconds,7} ms");
    while (!await IsWhole(client, count))
    {
        await Task.Delay(200);
    }

    Console.WriteLine($"start to all {count} runs      {started.ElapsedMilliseconds,7} ms, {Memory(process)}");
    foreach (var (title, path) in new[]
    {
        ("first page", "/"), ("sorted by best", "/?sort=best&dir=desc"), ("page 100", "/?page=100"),
        ("grouped by configuration", "/?group=family&sort=best"), ("searched", "/?q=way0042"),
        ("filtered", "/?state=failed&model=segnext_b"),
        ("as JSON", "/api/runs?sort=loss"),
    })
    {
        await Time(title, client, path);
        await Time(title, client, path);
    }

    var ids = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/runs", UriKind.Relative))).RootElement.GetProperty("runs")
        .EnumerateArray().Select(run => run.GetProperty("id").GetString()).Take(8).ToList();
    await Time("curves of 8 runs", client, $"/overlay?{string.Join('&', ids.Select(id => $"run={id}"))}");
    await Time("curves of 8 runs, again", client, $"/overlay?{string.Join('&', ids.Select(id => $"run={id}"))}&x=time");
    await Time("page of a run", client, $"/run/{ids[0]}");
    await Users(address, 2, 50);
    var before = process.TotalProcessorTime;
    await Task.Delay(TimeSpan.FromSeconds(20));
    process.Refresh();
    Console.WriteLine($"processor while nobody asks {(process.TotalProcessorTime - before).TotalSeconds / 20:P1} of one core");
    Console.WriteLine($"memory                      {Memory(process)}");
}
finally
{
    process.Kill();
}

static HttpClient Client(Uri address)
{
    var client = new HttpClient { BaseAddress = new Uri(address.GetLeftPart(UriPartial.Authority)) };
    client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", address.Query["?token=".Length..]);
    return client;
}

static async Task<double> Time(string title, HttpClient client, string path)
{
    var watch = Stopwatch.StartNew();
    var text = await client.GetStringAsync(new Uri(path, UriKind.Relative));
    var taken = watch.Elapsed.TotalMilliseconds;
    if (title.Length > 0)
    {
        Console.WriteLine($"{title,-27} {taken,7:0} ms, {text.Length / 1024} KiB");
    }

    return taken;
}

static async Task<bool> IsWhole(HttpClient client, int count)
{
    var state = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/runs?state=unread", UriKind.Relative))).RootElement;
    return state.GetProperty("isComplete").GetBoolean() && state.GetProperty("total").GetInt32() == 0
        && state.GetProperty("all").GetInt32() == count;
}

static async Task Users(Uri address, int users, int requests)
{
    var times = await Task.WhenAll(Enumerable.Range(0, users).Select(async user =>
    {
        using var client = Client(address);
        var longest = new List<double>();
        for (var request = 0; request < requests; request++)
        {
            longest.Add(await Time("", client, $"/?page={1 + (request * (user + 1))}&sort={(user == 0 ? "best" : "name")}"));
        }

        return longest;
    }));
    var all = times.SelectMany(time => time).Order().ToList();
    Console.WriteLine($"{users} users, {requests} pages each     {all[all.Count / 2],7:0} ms median, {all[^1]:0} ms longest");
}

static string Memory(Process process)
{
    var status = File.ReadAllLines($"/proc/{process.Id}/status");
    string Of(string name) => status.First(line => line.StartsWith(name, StringComparison.Ordinal))[(name.Length + 1)..].Trim();
    long Mib(string text) => long.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
    return $"{Mib(Of("VmRSS"))} MiB, {Mib(Of("VmHWM"))} MiB at most";
}
