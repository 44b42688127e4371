using System.Diagnostics;
using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Readers;
using Panoptes.Data.Synthetic;

namespace Panoptes.Bench;

/// <summary>
/// Samples a second of the training loader on 1024x2048 PNG pairs -> 512x1024 crops, every step of the augmentation on. The pairs are
/// synthetic scenes in artifacts/bench/loader (or --data), made by the first run; bench/peers/loader.py reads the same.
/// </summary>
internal static class LoaderBench
{
    public static object Run(Arguments arguments)
    {
        var folder = arguments.Text("--data", Path.Combine(Root(), "artifacts", "bench", "loader"));
        SyntheticFolder.Write(folder, new SyntheticFolderConfig { Images = 16, Height = 1024, Width = 2048, HeldOut = 0, Png = true });
        var workers = arguments.Number("--workers", 1);
        var samples = arguments.Number("--samples", 128);
        const int BatchSize = 4;
        var dataset = Datasets.Open(new DataConfig { Root = folder }, "train");
        using var loader = new BatchLoader(dataset, new AugmentationConfig(), new LoaderConfig { Workers = workers }, BatchSize, seed: 1);
        var step = 0L;
        for (; step < 8; step++)
        {
            loader.Take(step).Dispose();
        }

        var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        for (var end = step + (samples / BatchSize); step < end; step++)
        {
            loader.Take(step).Dispose();
        }

        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        var counted = samples / BatchSize * BatchSize;
        return new
        {
            samples_per_second = counted / seconds,
            samples_per_processor_second = counted / (process.TotalProcessorTime - processor).TotalSeconds,
            workers,
            samples = counted,
        };
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Panoptes.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? Environment.CurrentDirectory;
    }
}
