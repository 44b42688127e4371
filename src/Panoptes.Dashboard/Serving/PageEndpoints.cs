using System.Globalization;
using Microsoft.AspNetCore.Http;
using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Curves;
using Panoptes.Dashboard.Files;
using Panoptes.Dashboard.Pages;
using Panoptes.Experiments.Comparisons;
using Panoptes.Reports.Comparisons;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Serving;

/// <summary>The pages.</summary>
internal sealed class PageEndpoints(Workbench bench)
{
    private const string Runs = "runs";
    private const string Studies = "studies";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>The list of runs, or the part of it that is renewed.</summary>
    public async Task List(HttpContext context)
    {
        // Right after the start the first rows are moments away.
        await Task.WhenAny(bench.Catalog.Begun, Task.Delay(Patience, bench.Time, context.RequestAborted));
        var query = RunQuery.Parse(name => context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null);
        var isPart = IsPart(context);
        if (isPart && Answers.IsKnown(context, string.Create(
            CultureInfo.InvariantCulture, $"{bench.Catalog.Version}-{bench.Catalog.IsComplete}-{Uri.EscapeDataString(query.Address())}")))
        {
            return;
        }

        var listing = RunListing.Of(bench.Catalog.All(), query);
        if (!isPart)
        {
            await Page(context, RunListPage.Parts(listing, bench.Catalog.IsComplete, bench.Catalog.Roots), Runs);
            return;
        }

        var html = new Html();
        RunListPage.List(html, listing, bench.Catalog.IsComplete, bench.Catalog.Roots);
        await Answers.Html(context, html.ToString());
    }

    /// <summary>A run.</summary>
    public Task Run(HttpContext context) => bench.Run(context) is { } run
        ? Page(context, RunDetailPage.Parts(run, new RunFiles(run.FilesRoot).List()), Runs)
        : NoRun(context);

    /// <summary>Curves of several runs.</summary>
    public Task Overlay(HttpContext context)
    {
        var (runs, axis) = (bench.Runs(context), Workbench.Axis(context));
        return runs.Count is 0 or > OverlayCharts.MostRuns
            ? Fault(context, "Curves", $"Choose 1 to {OverlayCharts.MostRuns} runs in the list; there are {runs.Count} here.")
            : Page(context, OverlayPage.Parts(runs, axis, Drawn(runs, axis)), Runs);
    }

    /// <summary>Runs side by side.</summary>
    public Task Compare(HttpContext context)
    {
        var runs = bench.Runs(context);
        var evaluation = Evaluation(context);
        return runs.Count is < 2 or > RunComparison.MostRuns
            ? Fault(context, "Compare", $"Choose 2 to {RunComparison.MostRuns} runs in the list; there are {runs.Count} here.")
            : Page(context, ComparePage.Parts(runs, bench.Comparisons.Of(runs, evaluation), evaluation), Runs);
    }

    /// <summary>Where one run is right and another wrong, on one image.</summary>
    public Task Map(HttpContext context)
    {
        var runs = bench.Runs(context);
        var named = context.Request.Query["image"].ToString();
        if (runs.Count != 2 || !int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return Answers.Missing(context);
        }

        var image = SameImages.Of(bench.Comparisons.Of(runs, Evaluation(context)))
            .FirstOrDefault(image => image.Index == index && image.HasMap);
        var files = runs.Select(run => new RunFiles(run.FullPath)).ToList();
        JudgedPictures? Pictures(int run)
        {
            string? Found(string? name) => name is null ? null : files[run].Find($"evaluation/{name}");
            return image is not null && image.Rows.TryGetValue(run, out var row) && Found(row.Truth) is { } truth
                && Found(row.Prediction) is { } prediction ? new JudgedPictures(Found(row.Judged), truth, prediction) : null;
        }

        return Pictures(0) is { } first && Pictures(1) is { } other && SameImages.Map(first, other) is { } map
            ? Results.Bytes(map, "image/png").ExecuteAsync(context)
            : Answers.Missing(context);
    }

    /// <summary>The list of studies.</summary>
    public Task StudyList(HttpContext context) => Page(
        context,
        StudyPages.List([.. bench.Studies.All.Select(study => bench.Studies.Find(study.Id)).OfType<StudyViews.StudyView>()]),
        Studies);

    /// <summary>A study, or its cells alone, which are renewed.</summary>
    public Task Study(HttpContext context)
    {
        if (bench.Studies.Find(context.Request.RouteValues["id"] as string ?? "") is not { } study)
        {
            return NoRun(context);
        }

        var folder = Path.TrimEndingDirectorySeparator(study.Folder.FullPath) + Path.DirectorySeparatorChar;
        RunEntry[] runs = [.. bench.Catalog.All().Where(run => run.FullPath.StartsWith(folder, StringComparison.Ordinal))];
        if (!IsPart(context))
        {
            return Page(context, StudyPages.One(study, runs), Studies);
        }

        if (Answers.IsKnown(context, $"{study.Results?.Read.Ticks}-{runs.Length}"))
        {
            return Task.CompletedTask;
        }

        var html = new Html();
        StudyPages.Cells(html, study, runs);
        return Answers.Html(context, html.ToString());
    }

    private PageData Drawn(IReadOnlyList<RunEntry> runs, CurveAxis axis) =>
        OverlayCharts.Of([.. runs.Select(run => (run, bench.Curves.Read(run)))], axis);

    private static bool IsPart(HttpContext context) => context.Request.Headers["X-Part"] == "list";

    private static string Evaluation(HttpContext context) => context.Request.Query["split"] is [{ Length: > 0 } split] ? split : "val";

    private Task Page(HttpContext context, PageParts parts, string place) => Answers.Html(context, bench.Frame.Render(parts, place));

    private Task NoRun(HttpContext context) => Answers.Html(
        context, bench.Frame.Fault("Not here", "Nothing of this name is in the folders that are shown; it may have been moved or removed."),
        StatusCodes.Status404NotFound);

    private Task Fault(HttpContext context, string title, string text) =>
        Answers.Html(context, bench.Frame.Fault(title, text), StatusCodes.Status400BadRequest);
}
