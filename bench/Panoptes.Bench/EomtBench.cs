using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>EoMT-S: what bench/peers/eomt.py does in Python.</summary>
internal static class EomtBench
{
    /// <summary>
    /// Inference of one image without masks or, with <c>--train</c>, forward and backward of every prediction with every query held inside
    /// its mask, without a criterion.
    /// </summary>
    public static object Run(Arguments arguments)
    {
        var (height, width) = arguments.Size("--size", "640x640");
        Threads.Count = arguments.Number("--threads", Environment.ProcessorCount);
        HostMemory.KeepFreed();
        Libtorch.FlushDenormals(true);
        Randomness.Seed(0);
        using var model = (Eomt)ModelCatalog.Create(
            new ModelConfig { Name = "eomt_s", Options = new EomtOptions { ImageSize = [height, width] } });
        model.ToMemoryFormat(MemoryFormat.ChannelsLast);
        using var images = Ops.Randn([1, 3, height, width]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        return NetworkTimes.Measure(arguments, model, images, () => Train(model, images), () => model.Hold([0, 0, 0]));
    }

    private static void Train(Eomt model, Tensor images)
    {
        using var scope = TensorScope.Open();
        model.ZeroGrad();
        ((MaskSet)model.Forward(images)).Layers.Select(layer => layer.ClassLogits.Mean() + layer.MaskLogits.Mean())
            .Aggregate((sum, term) => sum + term).Backward();
    }
}
