using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Bench;

/// <summary>Times of a network that makes masks: inference of images or, with <c>--train</c>, a training step.</summary>
internal static class NetworkTimes
{
    /// <summary>Measures.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="model">The network.</param>
    /// <param name="images">What it sees.</param>
    /// <param name="train">A step: forward and backward.</param>
    /// <param name="beforeInference">Called before inference is prepared.</param>
    public static object Measure(Arguments arguments, Segmenter model, Tensor images, Action train, Action? beforeInference = null)
    {
        var repeats = arguments.Number("--repeats", 3);
        var parameters = model.NamedParameters().Sum(parameter => parameter.Tensor.Count);
        if (arguments.Has("--train"))
        {
            var step = Stopwatches.Median(repeats, train);
            return new
            {
                parameters,
                train_seconds = step.Seconds,
                train_processor_seconds = step.ProcessorSeconds,
                peak_rss_mib = ResidentMemory.PeakMebibytes(),
            };
        }

        model.Eval();
        beforeInference?.Invoke();
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

    private static void Infer(Segmenter model, Tensor images)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        model.Forward(images);
    }
}
