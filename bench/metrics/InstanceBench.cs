using System.Diagnostics;
using Panoptes.Metrics.Instances;

namespace MetricsBench;

/// <summary>COCO instances and results: DATA/inst.</summary>
internal static class InstanceBench
{
    private const int Rounds = 10;

    public static Measured MaskAP(Settings settings)
    {
        var start = Measurements.ProcessorSeconds();
        var (truth, results) = Read(settings, masks: true);
        var read = Measurements.ProcessorSeconds();
        var scores = new InstanceEvaluation(truth, results, new InstanceOptions { Threads = settings.Threads }).Run().Scores;
        Console.Error.WriteLine(
            $"processor seconds: start {start:F3}, reading {read - start:F3}, evaluation {Measurements.ProcessorSeconds() - read:F3}");
        return new Measured(truth.Images.Count, scores.AP);
    }

    /// <summary>Evaluation and accumulation alone of masks in memory, as run lengths.</summary>
    public static Measured MaskMemory(Settings settings)
    {
        var (truth, results) = Read(settings, masks: true);
        return Memory(settings, Held(truth), Held(results), OverlapKind.Mask);
    }

    /// <summary>The same of boxes.</summary>
    public static Measured BoxMemory(Settings settings)
    {
        var (truth, results) = Read(settings, masks: false);
        return Memory(settings, truth, results, OverlapKind.Box);
    }

    /// <summary>What cannot be done without: to go over the run lengths of all masks once.</summary>
    public static Measured Runs(Settings settings)
    {
        var (truth, results) = Read(settings, masks: true);
        var masks = Held(truth).Objects.Concat(Held(results).Objects).Select(o => o.Mask!).ToArray();
        Console.Error.WriteLine($"{masks.Sum(mask => mask.Counts.Length * sizeof(uint)) >> 10} KiB of run lengths");
        return Timed(truth.Images.Count, () => masks.Sum(mask =>
        {
            var sum = 0u;
            foreach (var run in mask.Counts)
            {
                sum ^= run;
            }

            return (double)sum;
        }));
    }

    private static (InstanceSet Truth, InstanceSet Results) Read(Settings settings, bool masks)
    {
        var truth = InstanceFile.ReadTruth(Path.Combine(settings.Folder, "gt.json"), masks);
        return (truth, InstanceFile.ReadResults(Path.Combine(settings.Folder, "results_segm.json"), truth, masks));
    }

    private static InstanceSet Held(InstanceSet set)
    {
        using var masks = new InstanceMasks(set);
        return new InstanceSet(set.Source, set.Sha256, set.Images, set.Categories, [.. set.Objects.Select(o => new InstanceObject
        {
            Id = o.Id,
            Image = o.Image,
            Category = o.Category,
            Score = o.Score,
            IsCrowd = o.IsCrowd,
            IsIgnored = o.IsIgnored,
            Index = o.Index,
            Area = o.Area,
            Box = o.Box,
            Mask = masks.Of(o),
        })]);
    }

    private static Measured Memory(Settings settings, InstanceSet truth, InstanceSet results, OverlapKind kind)
    {
        var options = new InstanceOptions { Overlap = kind, Threads = settings.Threads };
        InstanceReport Run() => new InstanceEvaluation(truth, results, options).Run();
        var measured = Timed(truth.Images.Count, () => Run().MaxDetections[^1]);
        return measured with { Number = Run().Scores.AP };
    }

    // Medians of rounds once the compiler has finished, which takes seconds on a busy machine.
    private static Measured Timed(int items, Func<double> work)
    {
        var (begin, number) = (Measurements.ProcessorSeconds(), 0.0);
        for (var round = 0; round < 30 || Measurements.ProcessorSeconds() - begin < 4; round++)
        {
            number = work();
        }

        var (wall, processor) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            var (before, watch) = (Measurements.ProcessorSeconds(), Stopwatch.StartNew());
            number = work();
            (wall[round], processor[round]) = (watch.Elapsed.TotalSeconds, Measurements.ProcessorSeconds() - before);
        }

        Array.Sort(wall);
        Array.Sort(processor);
        Console.Error.WriteLine(
            $"processor milliseconds of a round: {1000 * processor[0]:F1} to {1000 * processor[^1]:F1}, "
            + $"median {500 * (processor[4] + processor[5]):F1}");
        return new Measured(items, number, (wall[4] + wall[5]) / 2, (processor[4] + processor[5]) / 2);
    }
}
