using System.Globalization;
using Panoptes.Experiments.Planning;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Signals;
using Spectre.Console;

namespace Panoptes.Experiments.Sessions;

/// <summary>Measures a few steps of a configuration on one process, with the images that each of several would have.</summary>
public static class PlanSession
{
    private static readonly int[] UsualProcesses = [2, 4, 8];

    /// <summary>The numbers of processes whose share of a batch is measured.</summary>
    /// <param name="config">The run.</param>
    /// <param name="asked">Numbers as they were asked for; of 2, 4 and 8 those that can share the batch where null.</param>
    /// <exception cref="InputException">A number is out of range, or the batch cannot be shared among so many.</exception>
    public static IReadOnlyList<int> Processes(RunConfig config, IReadOnlyList<int>? asked)
    {
        ArgumentNullException.ThrowIfNull(config);
        foreach (var count in asked ?? [])
        {
            Require.Within("--processes", count, 1, 1 << 16);
            BatchShares.Require(config, count);
        }

        if (asked is not null)
        {
            return [.. asked.Distinct().Order()];
        }

        var usual = UsualProcesses.Where(count => Shares(config, count)).ToList();
        if (usual.Count == 0)
        {
            BatchShares.Require(config, UsualProcesses[0]);
        }

        return usual;
    }

    /// <summary>Measures. What the steps write is in a temporary folder, which is gone at the end.</summary>
    /// <param name="config">The run.</param>
    /// <param name="processes">Numbers of processes, of <see cref="Processes"/>.</param>
    /// <param name="steps">How many steps are measured with each number of images, at least 1.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <exception cref="InputException">Data or configuration cannot be used, or a signal came.</exception>
    public static PlannedRun Run(RunConfig config, IReadOnlyList<int> processes, int steps, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(processes);
        Require.Within("--steps", steps, 1, 10_000);
        Require.That(
            !config.Train.CudaGraph, "train.cuda_graph", "true for several processes", "false",
            "set train.cuda_graph to false: what processes agree on in a step cannot be recorded");
        using var signals = StopSignals.Listen();
        using var progress = new ProgressLine(console, TimeProvider.System);
        var folder = Directory.CreateTempSubdirectory("panoptes-plan-").FullName;
        try
        {
            var temporary = config with { Run = config.Run with { Folder = folder, Name = "plan" } };
            var data = RunData.Open(temporary);
            var device = EngineSetup.Apply(temporary.Train);
            using var measured = new MeasuredSteps(temporary, data, device, steps, progress, signals);
            var batch = config.Train.BatchSize;
            var shares = Images(batch, processes);
            var curve = new ShareCurve(shares.Select(share => measured.Run(share, batch)).ToList());
            return new PlannedRun(
                curve, measured.Traffic!, measured.Memory!, measured.Parameters, config.Model.Name, device.ToString(), Threads.Count,
                [.. Notes(measured, curve)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Two numbers of images at least, that others lie on a line.
    private static List<int> Images(int batch, IReadOnlyList<int> processes)
    {
        var shares = processes.Select(count => batch / count).Distinct().OrderDescending().ToList();
        return shares is not [var only] ? shares : only > 1 ? [only, (only + 1) / 2] : batch > 1 ? [2, 1] : shares;
    }

    private static bool Shares(RunConfig config, int count)
    {
        try
        {
            BatchShares.Require(config, count);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Notes(MeasuredSteps measured, ShareCurve curve)
    {
        if (measured.Stage is { } stage)
        {
            yield return $"the training has several stages: these are steps of the first, {stage}";
        }

        if (curve.Measured.MaxBy(share => share.DataWait) is { DataWait: > 0.05 } waiting)
        {
            var share = waiting.DataWait.ToString("P0", CultureInfo.InvariantCulture);
            yield return $"with {waiting.Images} images, {share} of the steps' time was waited for images, which is left out: more "
                + "loader.workers, or faster disks, are needed to reach these times";
        }
    }
}
