using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Experiments.Recipes;
using Panoptes.Imaging.Geometries;
using Panoptes.Models.Catalog;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Engine;
using Panoptes.Training.Schedules;
using Panoptes.Training.Supervision;

namespace Panoptes.Bench;

/// <summary>
/// Images a second of the trainer itself: its loop, the network's published optimizer and losses, batches that lie in main memory as the
/// loader leaves them. What bench/peers/throughput.py does in Python, with the same keys.
/// </summary>
internal static class ThroughputBench
{
    private const int Classes = 19;
    private const int Ignore = 255;
    private const double Mebibyte = 1 << 20;

    public static object Run(Arguments arguments)
    {
        var (height, width) = arguments.Size("--size", "512x512");
        var batch = arguments.Number("--batch", 8);
        var steps = arguments.Number("--steps", 100);
        var warmup = arguments.Number("--warmup", 20);
        var recipe = PublishedRecipes.Names.Select(PublishedRecipes.Find)
            .FirstOrDefault(known => known.Config.Model.Name == arguments.Subject)
            ?? throw new ArgumentException($"no published recipe trains '{arguments.Subject}'");
        var isGraph = arguments.Has("--graph");
        if (isGraph && warmup < 5)
        {
            throw new ArgumentException("--graph needs --warmup 5 or more: the fourth step is recorded");
        }

        var config = recipe.Config.Train with
        {
            Steps = warmup + steps,
            BatchSize = batch,
            Accumulation = 1,
            Device = arguments.Text("--device", "cuda"),
            Precision = Enum.Parse<Precision>(arguments.Text("--precision", "bf16"), ignoreCase: true),
            Threads = arguments.Number("--threads", 0),
            ChannelsLast = !arguments.Has("--contiguous"),
            // As the peer: cuDNN tries its kernels and takes the fastest.
            Deterministic = false,
            CudaGraph = isGraph,
            Schedule = new ScheduleConfig(),
            LogEvery = arguments.Number("--log-every", 50),
        };
        var device = EngineSetup.Apply(config);
        using var model = ModelCatalog.Create(new ModelConfig { Name = arguments.Subject, NumClasses = Classes });
        using var batches = new BatchRotation(2, batch, height, width, config.ChannelsLast, isPageLocked: !device.IsCpu);
        var clock = new ThroughputClock(warmup, steps, device);
        using var trainer = new Trainer(new TrainingSetup(model, batches.Take, [new GroundTruth(config.Loss)]), config, [clock], device);
        trainer.Run();
        return new
        {
            side = "panoptes",
            mode = isGraph ? "graph" : "eager",
            version = Libtorch.Version,
            network = arguments.Subject,
            parameters = model.NamedParameters().Sum(parameter => parameter.Tensor.Count),
            device = device.ToString(),
            precision = arguments.Text("--precision", "bf16"),
            batch,
            size = $"{height}x{width}",
            steps,
            warmup,
            log_every = config.LogEvery,
            images_per_second = batch * steps / clock.Seconds,
            step_seconds = clock.Seconds / steps,
            first_step_seconds = clock.FirstSeconds,
            warmup_seconds = clock.WarmupSeconds,
            peak_device_mib = clock.Memory?.AllocatedPeak / Mebibyte,
            peak_reserved_mib = clock.Memory?.ReservedPeak / Mebibyte,
            peak_rss_mib = ResidentMemory.PeakMebibytes(),
            loss = clock.Loss,
            settings = new
            {
                cudnn_benchmark = true,
                deterministic = false,
                channels_last = config.ChannelsLast,
                threads = Threads.Count,
                tf32 = device.IsCpu ? null : "libtorch's defaults: convolutions may, matrix products may not",
                page_locked_batches = !device.IsCpu,
                optimizer = config.Optimizer.Name.ToString(),
                recipe = recipe.Name,
            },
        };
    }

    /// <summary>A few batches of noise in main memory, given out in turn and never freed by who takes them.</summary>
    private sealed class BatchRotation : IDisposable
    {
        private readonly List<(Tensor Images, Tensor Labels)> batches = [];
        private readonly SampleInfo[] samples;

        public BatchRotation(int count, int batch, int height, int width, bool channelsLast, bool isPageLocked)
        {
            samples = [.. Enumerable.Range(0, batch)
                .Select(i => new SampleInfo(i, new SampleFiles($"noise {i}", "none", null), Geometry.Identity(width, height)))];
            using var scope = TensorScope.Open();
            for (var i = 0; i < count; i++)
            {
                var images = Ops.Empty(
                    [batch, 3, height, width], pinMemory: isPageLocked,
                    memoryFormat: channelsLast ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous);
                var labels = Ops.Empty([batch, height, width], DType.Int64, pinMemory: isPageLocked);
                images.CopyInPlace(Ops.Randn([batch, 3, height, width]));
                labels.CopyInPlace(Ops.Randint(0, Classes, [batch, height, width], DType.Int64));
                labels.Narrow(1, 0, Math.Max(1, height / 32)).FillInPlace(Ignore);
                batches.Add((images.Keep(), labels.Keep()));
            }
        }

        public Batch Take(long step)
        {
            var (images, labels) = batches[(int)(step % batches.Count)];
            return new Batch(step, images, labels, samples, _ => { });
        }

        public void Dispose()
        {
            foreach (var (images, labels) in batches)
            {
                images.Dispose();
                labels.Dispose();
            }
        }
    }
}
