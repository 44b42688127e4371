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
        Threads.Count = arguments.Number("--threads", Environment.ProcessorCount);
        HostMemory.KeepFreed();
        Libtorch.FlushDenormals(true);
        Randomness.Seed(0);
        using var model = ModelCatalog.Create(new ModelConfig { Name = "panoptic_fcn_r50" });
        model.ToMemoryFormat(MemoryFormat.ChannelsLast);
        using var images = Ops.Randn([1, 3, height, width]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        return NetworkTimes.Measure(arguments, model, images, () => Train(model, images));
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
}
