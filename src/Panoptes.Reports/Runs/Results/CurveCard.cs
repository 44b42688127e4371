using Panoptes.Experiments.Evaluations;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>Curves of an evaluation: those of one title are lines of one chart.</summary>
internal static class CurveCard
{
    /// <summary>The curves of a kind that have a point, those of one title together.</summary>
    public static IEnumerable<IReadOnlyList<CurveRow>> Shown(KindRecord kind) =>
        kind.Curves.Where(curve => curve.Y.Any(y => y is not null)).GroupBy(curve => curve.Title).Select(lines => lines.ToList());

    /// <summary>What the page's script draws.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="index">Which of the page's charts of curves it is.</param>
    public static Chart Draw(IReadOnlyList<CurveRow> lines, int index) => GroupChart.Of(
        $"curve{index}", lines[0].Title, lines[0].Horizontal, lines[0].X,
        [.. lines.Select(line => new CurveGroup(line.Line.Length > 0 ? line.Line : line.Title, [line.Y]))]);

    /// <summary>Writes the place where it is drawn.</summary>
    public static void Write(Html html, IReadOnlyList<CurveRow> lines, int index) => ChartCard.Write(html, Draw(lines, index));
}
