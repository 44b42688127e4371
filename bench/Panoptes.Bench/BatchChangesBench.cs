using System.Diagnostics;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;

namespace Panoptes.Bench;

/// <summary>
/// What changes of whole batches cost the loader: samples a second of 512x1024 crops with segments and objects, of 1024x2048 synthetic
/// scenes in artifacts/bench/loader (or --data); each way in turn, several times, the best counted.
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
        var best = ways.ToDictionary(way => way.Name, _ => 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, config) in ways)
            {
                best[name] = Math.Max(best[name], Rate(dataset, config, workers, samples));
            }
        }

        return new
        {
            samples_per_second = best,
            milliseconds_more_a_sample = best.ToDictionary(way => way.Key, way => 1000 * ((1 / way.Value) - (1 / best["plain"]))),
            workers,
            samples,
        };
    }

    private static double Rate(IDataset dataset, AugmentationConfig config, int workers, int samples)
    {
        using var loader = new BatchLoader(
            dataset, config, new LoaderConfig { Workers = workers }, BatchSize, seed: 1,
            parts: SampleParts.Labels | SampleParts.Segments | SampleParts.Instances);
        var step = 0L;
        for (; step < 2; step++)
        {
            loader.Take(step).Dispose();
        }

        var watch = Stopwatch.StartNew();
        for (var end = step + (samples / BatchSize); step < end; step++)
        {
            loader.Take(step).Dispose();
        }

        return samples / BatchSize * BatchSize / watch.Elapsed.TotalSeconds;
    }
}
