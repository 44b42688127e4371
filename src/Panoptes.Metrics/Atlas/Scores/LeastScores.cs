using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Metrics.Atlas.Scores;

/// <summary>From which score on the detections of each class are looked at.</summary>
internal static class LeastScores
{
    /// <summary>By class: the score given, else that from which on F1 is largest.</summary>
    /// <param name="scores">What scores are worth, all classes together first.</param>
    /// <param name="given">What was asked for, 0 to 1.</param>
    public static double[] Of(IReadOnlyList<ScoredClass> scores, double? given)
    {
        // Where nothing of a class is right, the score that suits all classes together.
        var usual = scores.Count > 0 && double.IsFinite(scores[0].BestScore) ? scores[0].BestScore : 0;
        return [.. scores.Skip(1).Select(one => given ?? (double.IsFinite(one.BestScore) ? one.BestScore : usual))];
    }

    /// <summary>Checks what was asked for.</summary>
    /// <exception cref="InputException">It is no score.</exception>
    public static void Require(double? given) => Foundation.Require.That(
        given is null or >= 0 and <= 1, "--score", given, "a number from 0 to 1", "give one within that range");

    /// <summary>What a reader must know of it.</summary>
    public static string Remark(double? given) => given is { } score
        ? string.Create(CultureInfo.InvariantCulture, $"Detections from a score of {score} on are looked at.")
        : "Detections are looked at from the score of their class on at which F1 is largest; --score gives another.";
}
