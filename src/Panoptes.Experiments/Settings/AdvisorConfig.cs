using Panoptes.Foundation;

namespace Panoptes.Experiments.Settings;

/// <summary>What the advisor is told. None of this changes what a run computes.</summary>
public sealed record AdvisorConfig
{
    /// <summary>Rules that are not to be followed here, by id, such as <c>[A3, A14]</c>; they are still listed, as silenced.</summary>
    public IReadOnlyList<string> Silence { get; init; } = [];

    /// <summary>
    /// Points of mIoU by which runs of other seeds differ; smaller differences are called inconclusive. Assumed where nothing was measured.
    /// </summary>
    public double NoiseBand { get; init; } = 1;

    /// <summary>Checks that the silenced rules exist and the band is no negative number.</summary>
    /// <exception cref="InputException">A rule is unknown, or the band is out of range.</exception>
    public void Validate()
    {
        if (!(NoiseBand >= 0) || NoiseBand > 100)
        {
            throw new InputException("advisor.noise_band", $"{NoiseBand}", "points of mIoU, 0 to 100", "change it, or leave it out");
        }

        if (Silence.FirstOrDefault(id => !AdviceIds.All.Contains(id)) is { } unknown)
        {
            throw new InputException(
                "advisor.silence", $"'{unknown}'", $"ids of rules: {string.Join(", ", AdviceIds.All)}", "correct or remove it");
        }
    }
}
