using Panoptes.Data.Loading;

namespace Panoptes.Training.Engine;

/// <summary>What the host knows of a step when it has sent it to the device.</summary>
/// <param name="Step">Updates done, this one included.</param>
/// <param name="Terms">Name and factor in the total of every loss and measure; the factors hold the share of each forward pass.</param>
/// <param name="LearningRates">Rate of every parameter group.</param>
/// <param name="Samples">The images of this process.</param>
/// <param name="DataSeconds">Time spent waiting for batches.</param>
/// <param name="Seconds">Time of the whole step.</param>
internal sealed record StepInfo(
    long Step, IReadOnlyList<(string Name, double Weight)> Terms, IReadOnlyList<double> LearningRates, IReadOnlyList<SampleInfo> Samples,
    double DataSeconds, double Seconds)
{
    /// <summary>How many processes had as many images each.</summary>
    public int Processes { get; init; } = 1;
}

/// <summary>A step with the numbers that were read from the device.</summary>
/// <param name="Info">What the host knew.</param>
/// <param name="Record">What hooks see.</param>
/// <param name="IsFatal">Whether a loss or the gradient was not finite, so that this update and all after it were left out.</param>
/// <param name="LossScale">fp16: the factor on the loss after the step.</param>
/// <param name="StepsAtLossScale">fp16: good updates since it last changed.</param>
internal sealed record ReadStep(StepInfo Info, StepRecord Record, bool IsFatal, double LossScale, int StepsAtLossScale)
{
    /// <summary>Puts the numbers to their names.</summary>
    /// <param name="info">What the host knew.</param>
    /// <param name="numbers">One a term, then the facts of <see cref="UpdateGuard"/>.</param>
    public static ReadStep Of(StepInfo info, ReadOnlySpan<double> numbers)
    {
        // A term that only some passes have is a mean over those.
        var passes = info.Terms.CountBy(term => term.Name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var means = new Dictionary<string, double>(StringComparer.Ordinal);
        var parts = new Dictionary<string, double>(StringComparer.Ordinal);
        var total = 0.0;
        for (var k = 0; k < info.Terms.Count; k++)
        {
            var (name, weight) = info.Terms[k];
            means[name] = means.GetValueOrDefault(name) + (numbers[k] / passes[name]);
            if (weight != 0)
            {
                total += weight * numbers[k];
                parts[name] = parts.GetValueOrDefault(name) + (weight * numbers[k]);
            }
        }

        var facts = numbers[info.Terms.Count..];
        var record = new StepRecord(
            info.Step, total, means, facts[0], info.LearningRates, info.Samples.Count * info.Processes, info.DataSeconds, info.Seconds,
            facts[2] == 0)
        {
            Parts = parts,
        };
        return new ReadStep(info, record, facts[1] != 0, facts[3], (int)facts[4]);
    }

    /// <summary>What was not finite, in words.</summary>
    public string Culprit()
    {
        var minimized = Info.Terms.Where(term => term.Weight != 0).Select(term => term.Name);
        return minimized.FirstOrDefault(name => !double.IsFinite(Record.Losses[name])) is { } culprit
            ? $"loss {culprit} = {Record.Losses[culprit]}"
            : $"gradient of norm {Record.GradientNorm}";
    }
}
