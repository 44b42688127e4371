using Panoptes.Experiments.Evaluations;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>A curve of an evaluation.</summary>
internal static class CurveCard
{
    /// <summary>The curves of a kind that have a point.</summary>
    public static IEnumerable<CurveRow> Shown(KindRecord kind) => kind.Curves.Where(curve => curve.Y.Any(y => y is not null));

    /// <summary>What the page's script draws.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="index">Which of the page's curves it is.</param>
    public static Chart Draw(CurveRow curve, int index) =>
        GroupChart.Of($"curve{index}", curve.Title, curve.Horizontal, curve.X, [new CurveGroup(curve.Title, [curve.Y])]);

    /// <summary>Writes the place where it is drawn.</summary>
    public static void Write(Html html, CurveRow curve, int index) => ChartCard.Write(html, Draw(curve, index));
}
