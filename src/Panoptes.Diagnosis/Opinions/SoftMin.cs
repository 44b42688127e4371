namespace Panoptes.Diagnosis.Opinions;

/// <summary>
/// A soft minimum of probabilities, streamed: their mean with weights exp(-p / 0.1), near the smallest where a good part of them is small
/// (Lad and Mueller 2023, "Estimating label quality and errors in semantic segmentation data via any model").
/// </summary>
public struct SoftMin
{
    private const double Temperature = 0.1;
    private double weighted;
    private double weights;

    /// <summary>How many probabilities were added.</summary>
    public long Count { get; private set; }

    /// <summary>The soft minimum, 0 to 1; not a number of nothing.</summary>
    public readonly double Value => weighted / weights;

    /// <summary>Adds a probability.</summary>
    /// <param name="probability">0 to 1.</param>
    public void Add(double probability)
    {
        var weight = Math.Exp(-probability / Temperature);
        (weighted, weights, Count) = (weighted + (weight * probability), weights + weight, Count + 1);
    }
}
