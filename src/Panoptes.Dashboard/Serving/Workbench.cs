using Microsoft.AspNetCore.Http;
using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Comparing;
using Panoptes.Dashboard.Curves;
using Panoptes.Dashboard.Pages;
using Panoptes.Dashboard.StudyViews;

namespace Panoptes.Dashboard.Serving;

/// <summary>What the answers are made from.</summary>
/// <param name="Catalog">The runs.</param>
/// <param name="Curves">Their histories.</param>
/// <param name="Studies">The studies.</param>
/// <param name="Comparisons">Comparisons that were asked for.</param>
/// <param name="Frame">The frame of pages.</param>
/// <param name="Time">The clock.</param>
internal sealed record Workbench(
    RunCatalog Catalog, CurveStore Curves, StudyShelf Studies, ComparisonShelf Comparisons, PageFrame Frame, TimeProvider Time)
{
    /// <summary>The run that an address names; null where there is none.</summary>
    public RunEntry? Run(HttpContext context) => Catalog.Find(context.Request.RouteValues["id"] as string ?? "");

    /// <summary>The runs that an address names behind its question mark, each once.</summary>
    public IReadOnlyList<RunEntry> Runs(HttpContext context) =>
        [.. context.Request.Query["run"].Distinct().Select(id => Catalog.Find(id ?? "")).OfType<RunEntry>()];

    /// <summary>The axis that an address names.</summary>
    public static CurveAxis Axis(HttpContext context) =>
        Enum.TryParse<CurveAxis>(context.Request.Query["x"], ignoreCase: true, out var axis) && Enum.IsDefined(axis)
            ? axis : CurveAxis.Steps;
}
