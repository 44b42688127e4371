using Panoptes.Data.Loading;
using Panoptes.Tensors;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Engine;

/// <summary>Gathers the losses of one step's forward passes. Their values stay on the device.</summary>
internal sealed class StepLosses
{
    private readonly List<string> names = [];
    private readonly List<Tensor> values = [];
    private readonly List<double> weights = [];
    private readonly List<SampleInfo> samples = [];

    /// <summary>Seconds spent waiting for batches.</summary>
    public double DataSeconds { get; set; }

    /// <summary>Images of the step so far.</summary>
    public IReadOnlyList<SampleInfo> Samples => [.. samples];

    /// <summary>What every value is, in order: its name and its factor in the total.</summary>
    public IReadOnlyList<(string Name, double Weight)> Terms => [.. names.Zip(weights)];

    /// <summary>
    /// Starts a step: forgets the images of the last one. What the values are stays known, as those of a replayed step are the same.
    /// </summary>
    public void BeginStep()
    {
        samples.Clear();
        DataSeconds = 0;
    }

    /// <summary>Starts the passes of a step: forgets the values of the last ones.</summary>
    public void BeginPasses()
    {
        names.Clear();
        values.Clear();
        weights.Clear();
    }

    /// <summary>Takes note of a batch.</summary>
    public void Add(IReadOnlyList<SampleInfo> images) => samples.AddRange(images);

    /// <summary>Adds the losses of a forward pass.</summary>
    /// <param name="losses">The named losses.</param>
    /// <param name="share">This pass's share in the step.</param>
    /// <returns>The weighted sum, with gradient.</returns>
    public Tensor Add(IEnumerable<NamedLoss> losses, double share)
    {
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

    /// <summary>Those of a step's values that have a part in the total: what is only measured may be anything.</summary>
    /// <param name="all">The values in the order of <see cref="Terms"/>.</param>
    public Tensor Minimized(Tensor all)
    {
        if (!weights.Contains(0))
        {
            return all;
        }

        using var noGrad = Autograd.NoGrad();
        return Ops.Cat([.. Enumerable.Range(0, weights.Count).Where(k => weights[k] != 0).Select(k => all.Narrow(0, k, 1))], 0);
    }

    /// <summary>All values as one vector of float64 on the device, in the order of <see cref="Terms"/>.</summary>
    public Tensor Values()
    {
        using var noGrad = Autograd.NoGrad();
        return Ops.Stack([.. values.Select(value => value.To(DType.Float64))]);
    }
}
