using System.Diagnostics;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;

namespace Panoptes.Bench;

/// <summary>
/// What changes of whole batches cost the loader: processor milliseconds a sample of 512x1024 crops with segments and objects, of
/// 1024x2048 synthetic scenes in artifacts/bench/loader (or --data); each way in turn, several times, the least counted.
/// </summary>
internal static class BatchChangesBench
{
    private const int BatchSize = 4;
    private const int Rounds = 4;

    public static object Run(Arguments arguments)
    {
        var folder = arguments.Text("--data", Path.Combine(LoaderBench.Root(), "artifacts", "bench", "loader"));
        SyntheticFolder.Write(folder, new SyntheticFolderConfig { Images = 16, Height = 1024, Width = 2048, HeldOut = 0, Png = true });
        var dataset = Datasets.Open(new DataConfig { Root = folder, Format = DataFormat.CocoPanoptic }, "train");
        var samples = arguments.Number("--samples", 32);
        var workers = arguments.Number("--workers", 1);
        var plain = new AugmentationConfig();
        (string Name, AugmentationConfig Config)[] ways =
        [
            ("plain", plain),
            ("copy_paste", plain with { CopyPaste = new CopyPasteConfig() }),
            ("strong", plain with { Strong = new StrongConfig() }),
            ("resolution_jitter", plain with { ResolutionJitter = new ResolutionJitterConfig() }),
        ];
        var best = ways.ToDictionary(way => way.Name, _ => double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, config) in ways)
            {
                best[name] = Math.Min(best[name], Cost(dataset, config, workers, samples));
            }
        }

        return new
        {
            processor_milliseconds_a_sample = best,
            of_plain = best.ToDictionary(way => way.Key, way => way.Value / best["plain"]),
            workers,
            samples,
        };
    }

    private static double Cost(IDataset dataset, AugmentationConfig config, int workers, int samples)
    {
        using var loader = new BatchLoader(
            dataset, config, new LoaderConfig { Workers = workers }, BatchSize, seed: 1,
            parts: SampleParts.Labels | SampleParts.Segments | SampleParts.Instances);
        var step = 0L;
        for (; step < 2; step++)
        {
            loader.Take(step).Dispose();
        }

        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (var end = step + (samples / BatchSize); step < end; step++)
        {
            loader.Take(step).Dispose();
        }

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds / (samples / BatchSize * BatchSize);
    }
}
