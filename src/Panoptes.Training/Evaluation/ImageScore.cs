namespace Panoptes.Training.Evaluation;

/// <summary>How well one image was segmented.</summary>
/// <param name="Index">Index in the data set.</param>
/// <param name="Name">The sample's name.</param>
/// <param name="Metrics">
/// Its numbers, of which the first says how well, higher is better; never undefined.
/// </param>
public sealed record ImageScore(int Index, string Name, IReadOnlyList<Metric> Metrics)
{
    /// <summary>How well.</summary>
    public double Score => Metrics[0].Value;
}
