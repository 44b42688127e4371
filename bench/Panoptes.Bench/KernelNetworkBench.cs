using Panoptes.Models.Catalog;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>Panoptic FCN on ResNet-50: what bench/peers/panoptic_fcn.py does in Python.</summary>
internal static class KernelNetworkBench
{
    /// <summary>Inference of one image or, with <c>--train</c>, forward and backward of the means of all outputs.</summary>
    public static object Run(Arguments arguments)
    {
        var (height, width) = arguments.Size("--size", "512x1024");
        var repeats = arguments.Number("--repeats", 3);
        Threads.Count = arguments.Number("--threads", Environment.ProcessorCount);
        HostMemory.KeepFreed();
        Libtorch.FlushDenormals(true);
        Randomness.Seed(0);
        using var model = ModelCatalog.Create(new ModelConfig { Name = "panoptic_fcn_r50" });
        model.ToMemoryFormat(MemoryFormat.ChannelsLast);
        using var images = Ops.Randn([1, 3, height, width]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        var parameters = model.NamedParameters().Sum(parameter => parameter.Tensor.Count);
        if (arguments.Has("--train"))
        {
            var train = Stopwatches.Median(repeats, () => Train(model, images));
            return new
            {
                parameters,
                train_seconds = train.Seconds,
                train_processor_seconds = train.ProcessorSeconds,
                peak_rss_mib = ResidentMemory.PeakMebibytes(),
            };
        }

        model.Eval();
        using var prepared = model.PrepareInference();
        var inference = Stopwatches.Median(repeats, () => Infer(model, images));
        return new
        {
            parameters,
            inference_seconds = inference.Seconds,
            inference_processor_seconds = inference.ProcessorSeconds,
            peak_rss_mib = ResidentMemory.PeakMebibytes(),
        };
    }

    private static void Train(Segmenter model, Tensor images)
    {
        using var scope = TensorScope.Open();
        var maps = (KernelMaps)model.Forward(images);
        var means = maps.Levels.SelectMany(level => new[] { level.Centers.Mean(), level.Regions.Mean(), level.Kernels.Mean() });
        var loss = means.Append(maps.PixelFeatures.Mean()).Aggregate((sum, term) => sum + term);
        model.ZeroGrad();
        loss.Backward();
    }

    private static void Infer(Segmenter model, Tensor images)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        model.Forward(images);
    }
}
