using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Words round numbers that say whether they are differences of results, and which way.</summary>
internal static partial class DifferenceWords
{
    /// <summary>Whether a sentence speaks of something that the report's own tables need not show.</summary>
    public static bool IsForeign(string text) => Foreign().IsMatch(text);

    /// <summary>Whether a sentence says that it does not know.</summary>
    public static bool IsHedged(string text) => Hedge().IsMatch(text);

    /// <summary>Whether words near a number make it a difference of results.</summary>
    public static bool IsDifference(string near) => Up().IsMatch(near) || Down().IsMatch(near) || Neutral().IsMatch(near);

    /// <summary>1 for better, -1 for worse, 0 where that is not said.</summary>
    public static int Direction(string near) =>
        (Up().IsMatch(near), Down().IsMatch(near)) switch { (true, false) => 1, (false, true) => -1, _ => 0 };

    /// <summary>Whether the number is of something else than a result.</summary>
    public static bool IsOther(string near) => Other().IsMatch(near);

    /// <summary>Whether a text claims that something got better.</summary>
    public static bool IsImprovement(string text) => Improvement().IsMatch(text);

    [GeneratedRegex(
        @"\b(?:publish\w*|paper|papers|literature|prior work|state[- ]of[- ]the[- ]art|sota|leaderboard|model zoo|target|et al"
        + @"|reported by|noise|standard deviation|\bstd\b|confidence|bootstrap)\b|±|\[c:|https?://", RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();

    [GeneratedRegex(
        @"\b(?:may|might|could|possibl[ey]|perhaps|hypothes[ie]s\w*|likely|probably|suspects?|presumably|cannot|can't|not|n't|unclear"
        + @"|unknown|would|whether|if|tests?|should|seems?|suggests?|consider|plausibl[ey]|open question|confound\w*|no evidence"
        + @"|we expect|expected|inconclusive)\b|\?", RegexOptions.IgnoreCase)]
    private static partial Regex Hedge();

    [GeneratedRegex(
        @"\b(?:above|higher|better|gain\w*|improv\w*|increas\w*|ahead|beats?|outperform\w*|benefi\w*|exceed\w*|surpass\w*)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Up();

    [GeneratedRegex(
        @"\b(?:below|lower|worse|drop\w*|los(?:s|t|es?|ing)|decreas\w*|degrad\w*|behind|short of|under|deficit|trail\w*|declin\w*"
        + @"|costs?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Down();

    [GeneratedRegex(
        @"\b(?:differ\w*|gap|delta|apart|change\w*|vs\.?|versus|compared|relative to|within)\b|[ΔΔ∆]", RegexOptions.IgnoreCase)]
    private static partial Regex Neutral();

    [GeneratedRegex(
        @"\b(?:samples|steps|iterations|epochs?|memory|gpus?|param\w*|warm-?up|lr|learning[- ]rate|of (?:the )?(?:data|images|pixels"
        + @"|classes|labels|run|training|schedule|iterations|steps)|coverage|crop|dropout|momentum|decay|per[- ]class|class(?:es)? iou"
        + @"|aacc|pixel accuracy|energy|power|cost of|probability|threshold|throughput|utili[sz]ation|batch statistics)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Other();

    [GeneratedRegex(
        @"\b(?:improve(?:s|d|ment|ments)?|better|gain(?:s|ed)?|outperform(?:s|ed)?|beats?|superior|wins?|benefit(?:s|ed)?|boost(?:s"
        + @"|ed)?|ahead of|exceed(?:s|ed)?|surpass(?:es|ed)?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Improvement();
}
