using Panoptes.Models.Catalog;
using Panoptes.Tensors;
using Panoptes.Tensors.Optimizers;
using Panoptes.Training.Arithmetic;

namespace Panoptes.Bench;

/// <summary>Whether resident memory grows over training steps: live tensors, settled and last resident set, peak.</summary>
internal static class MemoryBench
{
    public static object Run(Arguments arguments)
    {
        var steps = arguments.Number("--steps", 500);
        var (height, width) = arguments.Size("--size", "128x256");
        var settled = Math.Max(1, steps / 10);
        Threads.Count = arguments.Number("--threads", Environment.ProcessorCount);
        HostMemory.KeepFreed();
        Randomness.Seed(0);
        using var model = ModelCatalog.Create(new ModelConfig { Name = "deeplabv3plus_mobilenetv2", NumClasses = 19 });
        model.ToMemoryFormat(MemoryFormat.ChannelsLast);
        using var optimizer = new Sgd([new ParameterGroup(model.NamedParameters(), 0.01, 5e-4)]);
        double settledMebibytes = 0;
        long settledTensors = 0;
        for (var step = 1; step <= steps; step++)
        {
            using var scope = TensorScope.Open();
            var images = Ops.Randn([2, 3, height, width]).ToMemoryFormat(MemoryFormat.ChannelsLast);
            var labels = Ops.Randint(0, 19, [2, height, width], DType.Int64);
            StepBench.Train(model, optimizer, images, labels, Precision.Fp32);
            HostMemory.CollectGarbage();
            if (step == settled)
            {
                (settledMebibytes, settledTensors) = (ResidentMemory.Mebibytes(), TensorScope.LiveTensors);
            }
        }

        return new
        {
            steps,
            settled_step = settled,
            settled_rss_mib = settledMebibytes,
            last_rss_mib = ResidentMemory.Mebibytes(),
            growth = (ResidentMemory.Mebibytes() / settledMebibytes) - 1,
            live_tensor_growth = TensorScope.LiveTensors - settledTensors,
            peak_rss_mib = ResidentMemory.PeakMebibytes(),
        };
    }
}
