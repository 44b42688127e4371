using Panoptes.Dashboard.Serving;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Tests.Comparisons;
using Panoptes.Reports.Runs;
using Panoptes.Reports.Tests.Runs;
using Panoptes.Tests;

namespace Panoptes.Dashboard.Tests.Runs;

/// <summary>A folder of made-up runs: two semantic ones with pictures, two panoptic ones that can be compared, one that goes on.</summary>
internal sealed class SampleFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SampleFolder()
    {
        foreach (var parent in new[] { "one", "two" })
        {
            RunPage.Write(SampleRun.Create(folder[$"runs/{parent}"], images: 2));
        }

        MeasuredRuns.Make(folder["runs"], "crops", [true, true, false, true], "train.steps=20");
        MeasuredRuns.Make(folder["runs"], "crops-ibs", [false, true, false, false], "train.steps=20", "train.seed=1");
        var live = MeasuredRuns.Make(folder["runs"], "live", [false], "train.steps=400");
        Live = live.FullPath;
        File.Delete(live.EventLog);
        Log = EventLog.Open(live.EventLog, TimeProvider.System);
        Log.Write(new AttemptStarted { Steps = 400, Pid = Environment.ProcessId, Host = Environment.MachineName });
        Log.Write(new TrainPoint { Step = 10, Loss = 3, ImagesPerSecond = 5 });
        File.WriteAllText(Path.Combine(live.FullPath, "run.lock"), "{}");
    }

    public string Root => folder["runs"];

    public string Live { get; }

    public EventLog Log { get; }

    public string this[string relative] => folder[relative];

    public async Task<DashboardHost> Serve()
    {
        var host = await DashboardHost.Start(new DashboardOptions { Folders = [Root], Port = 0 });
        await host.Catalog.Begun;
        return host;
    }

    public void Dispose()
    {
        Log.Dispose();
        folder.Dispose();
    }
}
