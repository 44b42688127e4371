using Panoptes.Training.Supervision.Detection;

namespace Panoptes.Parity.TwoStage;

/// <summary>Candidates in the order in which they come, as the fixtures have them.</summary>
internal sealed class InOrder : ISampleOrders
{
    /// <inheritdoc/>
    public int[] Draw(SamplePurpose purpose, int image, int count) => [.. Enumerable.Range(0, count)];
}
