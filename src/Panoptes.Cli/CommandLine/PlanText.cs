using System.Globalization;
using Panoptes.Experiments.Planning;
using Panoptes.Experiments.Sessions;

namespace Panoptes.Cli.CommandLine;

/// <summary>A plan as tables.</summary>
internal static class PlanText
{
    private const double MiB = 1 << 20;

    /// <summary>Writes what was measured, both tables and what they assume.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="run">What was measured.</param>
    /// <param name="link">What connects the processes.</param>
    /// <param name="batch">Images of all processes in a forward pass.</param>
    /// <param name="devices">Numbers of devices to look at.</param>
    public static void Write(TextWriter output, PlannedRun run, Link link, int batch, IReadOnlyList<int> devices)
    {
        var (traffic, plan) = (run.Traffic, new ScalingPlan(run.Curve, run.Traffic, link));
        output.WriteLine(
            $"{run.Model}: {Number(run.Parameters / 1e6, 2)} million parameters learn; {Size(traffic.GradientBytes)} of gradients in "
                + $"buckets of {string.Join(", ", traffic.Buckets.Select(Size))}; "
                + (traffic.United.Count > 0 ? $"{traffic.United.Count} batch normalizations over all processes"
                    : "no batch normalization over all processes"));
        output.WriteLine(
            $"link: {Number(link.BytesPerSecond / 1e6, 0)} MB/s, {Number(link.Latency * 1e6, 0)} us a hop "
                + $"({Number(link.GatherLatency * 1e6, 0)} us where messages are gathered)");
        output.WriteLine();
        output.WriteLine($"one process on {run.Device}, {run.Threads} {(run.Threads == 1 ? "thread" : "threads")}, median step:");
        TextTable.Write(
            output, ["images", "before ms", "backward ms", "after ms", "waits for data", "memory MiB"],
            [.. run.Curve.Measured.Select(IReadOnlyList<string> (share) =>
            [
                $"{share.Images}", Milliseconds(share.Compute.Before), Milliseconds(share.Compute.Backward),
                Milliseconds(share.Compute.After), Share(share.DataWait), Number(share.PeakBytes / MiB, 0),
            ])]);
        var each = run.Curve.Measured[^1].Images;
        Table(output, $"{batch} images in all (train.batch_size={batch}):", plan.Strong(batch, devices));
        Table(output, $"{each} images each:", plan.Weak(each, devices));
        output.WriteLine();
        output.WriteLine("memory of each of several devices, MiB:");
        var counts = plan.Strong(batch, devices).Where(row => row.Step.Devices > 1).ToList();
        TextTable.Write(
            output, ["images each", "weights", "buckets of gradients", "optimizer", "activations and all else", "sum"],
            [.. counts.Select(IReadOnlyList<string> (row) =>
            [
                $"{row.Step.ImagesEach}", Number(run.Memory.Weights / MiB, 0), Number(run.Memory.Buckets / MiB, 0),
                Number(run.Memory.Optimizer / MiB, 0), Number(run.Memory.Activations(row.PeakBytes) / MiB, 0),
                Number(row.PeakBytes / MiB, 0),
            ])]);
        output.WriteLine();
        foreach (var line in Assumptions(run, devices, batch))
        {
            output.WriteLine(line);
        }
    }

    private static void Table(TextWriter output, string title, IReadOnlyList<ScalingRow> rows)
    {
        output.WriteLine();
        output.WriteLine(title);
        TextTable.Write(
            output, ["devices", "images each", "step ms", "waits ms", "images/s", "efficiency", "memory MiB", "compute"],
            [.. rows.Select(IReadOnlyList<string> (row) =>
            [
                $"{row.Step.Devices}", $"{row.Step.ImagesEach}", Milliseconds(row.Step.Seconds), Milliseconds(row.Step.WaitSeconds),
                Number(row.ImagesPerSecond, 2), Share(row.Efficiency), Number(row.PeakBytes / MiB, 0),
                row.IsMeasured ? "measured" : "on the line",
            ])]);
    }

    private static IEnumerable<string> Assumptions(PlannedRun run, IReadOnlyList<int> devices, int batch)
    {
        foreach (var note in run.Notes)
        {
            yield return $"note: {note}";
        }

        if (devices.Where(count => count > batch || batch % count != 0).ToList() is { Count: > 0 } left)
        {
            yield return $"note: {batch} images cannot be shared among {string.Join(", ", left)}: the first table leaves these out";
        }

        yield return "assumes: devices as fast as the one measured, each with threads and memory of its own, and equally long steps; "
            + "images that are always there";
        yield return "assumes: the same link between all, which takes nothing from computing; buckets are ready in proportion to their "
            + "bytes";
        yield return "assumes: random weights cost as much as loaded ones; evaluations and checkpoints are not in it "
            + "(docs/distributed.md)";
    }

    private static string Size(long bytes) => $"{Number(bytes / MiB, bytes < 100 * MiB ? 1 : 0)} MiB";

    private static string Milliseconds(double seconds) => Number(1000 * seconds, seconds < 0.1 ? 2 : 0);

    private static string Share(double value) => value.ToString("P0", CultureInfo.InvariantCulture);

    private static string Number(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}
