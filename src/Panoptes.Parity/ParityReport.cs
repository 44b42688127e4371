using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity;

/// <summary>Parity results as text.</summary>
public static class ParityReport
{
    /// <summary>One line per result; then how many passed, failed and were skipped.</summary>
    /// <param name="results">What <see cref="ParityRunner"/> returned.</param>
    /// <param name="all">Whether every gradient and buffer has its line; else, of each fixture, only the worst and those over.</param>
    public static IEnumerable<string> Lines(IReadOnlyCollection<ParityResult> results, bool all = false)
    {
        ArgumentNullException.ThrowIfNull(results);
        foreach (var fixture in results.GroupBy(result => result.Name))
        {
            yield return fixture.Key;
            foreach (var result in all ? fixture : Folded(fixture))
            {
                yield return "  " + Line(result);
            }
        }

        yield return Summary(results);
    }

    /// <summary>How many quantities passed, failed and how many fixtures were skipped, and the worst error of all.</summary>
    public static string Summary(IReadOnlyCollection<ParityResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var (passed, failed, skipped) = (results.Count(r => r.Passes), results.Count(r => r.Fails), results.Count(r => r.IsSkipped));
        var worst = results.Where(r => !r.IsSkipped).MaxBy(Severity);
        var text = $"{passed} within tolerance, {failed} over, {skipped} skipped";
        return worst is null ? text : $"{text}; worst: {worst.Name} {worst.Quantity} at {Severity(worst):0.###} of its tolerance";
    }

    /// <summary>One result in a line: ok, OVER or skipped, the quantity, the error and its tolerance.</summary>
    public static string Line(ParityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var note = result.Note is null ? "" : $"  ({result.Note})";
        return result.IsSkipped
            ? $"skipped{note}"
            : $"{(result.Passes ? "ok  " : "OVER")} {result.Quantity}: {result.Error:0.###e+00} of {result.Tolerance:0.###e+00}{note}";
    }

    // Quantities are named "kind name"; of kinds with many, such as gradients, the worst stands for all.
    private static IEnumerable<ParityResult> Folded(IEnumerable<ParityResult> results)
    {
        foreach (var kind in results.GroupBy(result => result.Quantity.Split(' ')[0]))
        {
            var members = kind.ToArray();
            if (kind.Key is not ("gradient" or "buffer") || members.Length <= 1)
            {
                foreach (var result in members)
                {
                    yield return result;
                }

                continue;
            }

            foreach (var result in members.Where(r => r.Fails).OrderByDescending(Severity))
            {
                yield return result;
            }

            var worst = members.MaxBy(Severity)!;
            if (worst.Passes)
            {
                yield return worst with { Note = $"the largest of {members.Length}" };
            }
        }
    }

    private static double Severity(ParityResult result) =>
        double.IsNaN(result.Error) ? double.PositiveInfinity
        : result.Error == 0 ? 0
        : result.Error / result.Tolerance;
}
