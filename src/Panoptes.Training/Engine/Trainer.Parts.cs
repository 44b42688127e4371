using System.Diagnostics;
using Panoptes.Foundation;
using Panoptes.Models;
using Panoptes.Tensors;

namespace Panoptes.Training;

/// <content>The parts of a step.</content>
public sealed partial class Trainer
{
    // Log intervals are asked here so that measures which cost time are computed only where they are shown.
    private bool IsLogged => (Step + 1) % Config.LogEvery == 0 || Step + 1 == Config.Steps;

    private void SetLearningRates()
    {
        for (var i = 0; i < Groups.Count; i++)
        {
            Optimiser.Groups[i].LearningRate = Schedules.LearningRate(Config.Schedule, Groups[i].LearningRate, Step, Config.Steps);
        }
    }

    private double[] LearningRates() => [.. Optimiser.Groups.Select(group => group.LearningRate)];

    private TrainingBatch TakeBatch(int part)
    {
        var clock = Stopwatch.StartNew();
        var batch = recipe.Samples((Step * Config.Accumulation) + part);
        tally.DataSeconds += clock.Elapsed.TotalSeconds;
        var images = batch.Images.To(device);
        if (Config.ChannelsLast)
        {
            images = images.ToMemoryFormat(MemoryFormat.ChannelsLast);
        }

        return new TrainingBatch(batch, images, batch.Labels.To(device), Step, IsLogged);
    }

    private SegmenterOutputs Forward(Tensor images)
    {
        Model.Train(true);
        if (Config.Precision == Precision.Fp32)
        {
            return Model.Forward(images);
        }

        using var autocast = Autocast.Enter(device, Config.Precision == Precision.Bf16 ? DType.BFloat16 : DType.Float16);
        return Model.Forward(images);
    }

    private Tensor Scaled(Tensor loss) => scaler is null ? loss : scaler.Apply(loss);

    // Whether the update may be done: false where fp16's scale overflowed and the step is left out.
    private bool RequireFinite(out double gradientNorm)
    {
        var isUnscaled = scaler?.Unscale(parameters) ?? true;
        gradientNorm = tally.Read(GradientNorm(), Config.Accumulation);
        Progress = scaler is null ? Progress : Progress with { LossScale = scaler.Scale, StepsAtLossScale = scaler.GoodSteps };
        foreach (var (name, value) in tally.Means)
        {
            if (!double.IsFinite(value))
            {
                throw Report($"loss {name} = {value}");
            }
        }

        var mayOverflow = scaler is { Scale: > 1 };
        if (double.IsFinite(gradientNorm) || (!isUnscaled && mayOverflow))
        {
            return isUnscaled;
        }

        throw Report($"gradient of norm {gradientNorm}");
    }

    private Tensor GradientNorm()
    {
        using var noGrad = Autograd.NoGrad();
        gradients = [.. parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];
        return gradients.Length == 0 ? Tensor.Scalar(0f) : Ops.Stack(Ops.ForeachNorm(gradients)).LinalgVectorNorm();
    }

    private InputException Report(string what) =>
        NonFiniteReport.Of(what, Progress, Config.Seed, tally.Means, Optimiser.Groups, tally.Samples).Publish(DiagnosticsFolder);

    private void Clip(double gradientNorm)
    {
        if (Config.Optimiser.ClipNorm is { } most && gradientNorm > most)
        {
            using var noGrad = Autograd.NoGrad();
            Ops.ForeachMulInPlace(gradients, most / (gradientNorm + 1e-6));
        }
    }
}
