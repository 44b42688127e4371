namespace Panoptes.Training.Engine;

/// <summary>What one step did, as hooks see it once the host has read it from the device.</summary>
/// <param name="Step">Updates done, this one included: 1 after the first.</param>
/// <param name="Loss">The weighted sum that was minimized.</param>
/// <param name="Losses">Every named loss before weighting, and every measure, such as <c>decode.loss_ce</c>, <c>aux.loss_ce</c>,
/// <c>decode.acc_seg</c>.</param>
/// <param name="GradientNorm">L2 norm of the whole gradient before clipping.</param>
/// <param name="LearningRates">Rate of every parameter group in this update.</param>
/// <param name="Images">Images seen in this step.</param>
/// <param name="DataSeconds">Time spent waiting for the batch.</param>
/// <param name="StepSeconds">Time of the whole step, the wait included, hooks excluded; the mean of all steps that were read
/// together.</param>
/// <param name="IsUpdated">Whether the weights were changed; fp16 leaves updates out whose gradient overflows.</param>
public sealed record StepRecord(
    long Step,
    double Loss,
    IReadOnlyDictionary<string, double> Losses,
    double GradientNorm,
    IReadOnlyList<double> LearningRates,
    int Images,
    double DataSeconds,
    double StepSeconds,
    bool IsUpdated = true)
{
    /// <summary>What every loss has added to <see cref="Loss"/>, by its name; measures, of weight 0, are none.</summary>
    public IReadOnlyDictionary<string, double> Parts { get; init; } = new Dictionary<string, double>();
}
