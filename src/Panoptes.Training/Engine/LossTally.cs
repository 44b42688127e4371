using Panoptes.Data;
using Panoptes.Tensors;

namespace Panoptes.Training;

/// <summary>Gathers what a step computes and reads it from the device once.</summary>
internal sealed class LossTally
{
    private readonly List<string> names = [];
    private readonly List<Tensor> values = [];
    private readonly List<double> weights = [];
    private readonly List<SampleInfo> samples = [];
    private readonly Dictionary<string, double> means = new(StringComparer.Ordinal);

    /// <summary>Images of the step so far.</summary>
    public IReadOnlyList<SampleInfo> Samples => samples;

    /// <summary>Seconds spent waiting for batches.</summary>
    public double DataSeconds { get; set; }

    /// <summary>The named numbers, averaged over the forward passes of the step; after <see cref="Read"/>.</summary>
    public IReadOnlyDictionary<string, double> Means => means;

    /// <summary>The weighted sum, averaged over the forward passes of the step; after <see cref="Read"/>.</summary>
    public double Total { get; private set; }

    public void Clear()
    {
        names.Clear();
        values.Clear();
        weights.Clear();
        samples.Clear();
        (DataSeconds, Total) = (0, 0);
    }

    /// <summary>Adds the losses of a forward pass.</summary>
    /// <param name="losses">The named losses.</param>
    /// <param name="images">The batch.</param>
    /// <param name="share">This pass's share in the step.</param>
    /// <returns>The weighted sum, with gradient.</returns>
    public Tensor Add(IEnumerable<NamedLoss> losses, IReadOnlyList<SampleInfo> images, double share)
    {
        samples.AddRange(images);
        Tensor? total = null;
        foreach (var loss in losses)
        {
            names.Add(loss.Name);
            values.Add(loss.Value.Detach());
            weights.Add(loss.Weight * share);
            if (loss.Weight != 0)
            {
                var term = loss.Value * (loss.Weight * share);
                total = total is null ? term : total + term;
            }
        }

        return total ?? throw new InvalidOperationException("no supervisor gave a loss with a weight other than 0");
    }

    /// <summary>Reads every number, and one more, in one go: the only time in a step that the host waits for the device.</summary>
    /// <returns>The further number.</returns>
    public double Read(Tensor further, int passes)
    {
        var all = Ops.Stack([.. values.Select(value => value.To(DType.Float64)), further.To(DType.Float64)]).To(Device.Cpu);
        var numbers = all.Data<double>();
        means.Clear();
        for (var i = 0; i < names.Count; i++)
        {
            means[names[i]] = means.GetValueOrDefault(names[i]) + (numbers[i] / passes);
            Total += weights[i] == 0 ? 0 : weights[i] * numbers[i];
        }

        return numbers[^1];
    }

    /// <summary>What hooks see of the step.</summary>
    public StepRecord Record(long step, double gradientNorm, IReadOnlyList<double> rates, double seconds) =>
        new(step, Total, new Dictionary<string, double>(means, StringComparer.Ordinal), gradientNorm, rates, samples.Count, DataSeconds, seconds);
}
