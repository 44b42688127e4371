using Panoptes.Diagnosis.Placements;
using Panoptes.Diagnosis.Verdicts;

namespace Panoptes.Diagnosis.Content;

/// <summary>What the scores of the content probe say (section 12.5 of the specification, as section 16 corrects it).</summary>
public static class ContentDecision
{
    /// <summary>Labels whose boundaries have at least this energy fit.</summary>
    public const double FittingRho = 1.15;

    /// <summary>Labels that reach no more than this fit nowhere.</summary>
    public const double UnrelatedRho = 1.08;

    /// <summary>How much better another place or orientation must fit.</summary>
    public const double LeastGain = 0.08;

    /// <summary>How sure that must be, in standard errors.</summary>
    public const double LeastZ = 4;

    /// <summary>What is enough where labels fit well there and many images agree: a shift of 2 pixels gains no more.</summary>
    public const double SmallGain = 0.04;

    /// <summary>How sure a small gain must be.</summary>
    public const double SmallGainZ = 8;

    /// <summary>Judges.</summary>
    /// <param name="scores">The scores.</param>
    public static Alignment Of(ContentScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var (orientation, turned) = scores.BestOrientation;
        if (turned >= UnrelatedRho && turned > scores.Best.Rho && turned >= scores.Rho + LeastGain)
        {
            return Orientations.IsMirror(orientation) ? Alignment.Flipped : Alignment.Rotated;
        }

        var isHere = scores.Best.Placement.IsIdentity;
        return isHere && scores.Rho >= FittingRho ? Alignment.Aligned
            : !isHere && IsBetterThere(scores) ? Alignment.Misaligned
            : scores.Best.Rho < UnrelatedRho || (isHere && scores.Rho <= scores.Null95) ? Alignment.Unrelated
            : Alignment.Unsure;
    }

    private static bool IsBetterThere(ContentScores scores)
    {
        var gain = scores.Best.Rho - scores.Rho;
        return (gain >= LeastGain && scores.Z >= LeastZ)
            || (gain >= SmallGain && scores.Z >= SmallGainZ && scores.Best.Rho >= FittingRho);
    }
}
