using Panoptes.Models.Catalog;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Optimizers;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Losses;

namespace Panoptes.Bench;

/// <summary>One training step and one inference of a network on random images: what bench/peers/step.py does in Python.</summary>
internal static class StepBench
{
    private const int Classes = 19;
    private const int Ignore = 255;

    public static object Run(Arguments arguments)
    {
        var (height, width) = arguments.Size("--size", "256x512");
        var batch = arguments.Number("--batch", 2);
        var repeats = arguments.Number("--repeats", 5);
        var format = arguments.Has("--contiguous") ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;
        Threads.Count = arguments.Number("--threads", Environment.ProcessorCount);
        HostMemory.KeepFreed();
        var precision = Enum.Parse<Precision>(arguments.Text("--precision", "fp32"), ignoreCase: true);
        Randomness.Seed(0);

        using var model = ModelCatalog.Create(new ModelConfig { Name = arguments.Subject, NumClasses = Classes });
        model.ToMemoryFormat(format);
        using var images = Ops.Randn([batch, 3, height, width]).ToMemoryFormat(format);
        using var labels = Ops.Randint(0, Classes, [batch, height, width], DType.Int64);
        using var optimizer = new Sgd([new ParameterGroup(model.NamedParameters(), 0.01, 5e-4)], momentum: 0.9);

        model.Train();
        var train = Stopwatches.Median(repeats, () => Train(model, optimizer, images, labels, precision));
        model.Eval();
        using var prepared = model.PrepareInference();
        var inference = Stopwatches.Median(repeats, () => Infer(model, images, height, width));
        return new
        {
            network = arguments.Subject,
            parameters = model.NamedParameters().Sum(parameter => parameter.Tensor.Count),
            train_seconds = train.Seconds,
            inference_seconds = inference.Seconds,
            train_processor_seconds = train.ProcessorSeconds,
            inference_processor_seconds = inference.ProcessorSeconds,
            peak_rss_mib = ResidentMemory.PeakMebibytes(),
            libtorch = Libtorch.Version,
        };
    }

    /// <summary>Forward, the losses of both heads, backward and an update.</summary>
    public static void Train(Segmenter model, Sgd optimizer, Tensor images, Tensor labels, Precision precision)
    {
        using var scope = TensorScope.Open();
        using var lower = precision == Precision.Bf16 ? Autocast.Enter(Device.Cpu, DType.BFloat16) : null;
        var outputs = (SemanticOutputs)model.Forward(images);
        var loss = Loss(outputs.Logits, labels);
        foreach (var auxiliary in outputs.Auxiliary.Values)
        {
            loss += Loss(auxiliary, labels) * 0.4;
        }

        optimizer.ZeroGrad();
        loss.Backward();
        optimizer.Step();
    }

    private static Tensor Loss(Tensor logits, Tensor labels) =>
        CrossEntropy.Mean(Upsampling.ToSize(logits, labels.Size(1), labels.Size(2)), labels, Ignore, PixelAverage.ValidPixels);

    private static void Infer(Segmenter model, Tensor images, int height, int width)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        Upsampling.ToSize(((SemanticOutputs)model.Forward(images)).Logits, height, width).Argmax(1);
    }
}
