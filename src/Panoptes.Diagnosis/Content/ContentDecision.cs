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
            : !isHere && scores.Best.Rho - scores.Rho >= LeastGain && scores.Z >= LeastZ ? Alignment.Misaligned
            : scores.Best.Rho < UnrelatedRho || (isHere && scores.Rho <= scores.Null95) ? Alignment.Unrelated
            : Alignment.Unsure;
    }
}
