using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.StudyViews;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Studies;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Results;
using Panoptes.Studies.Statuses;

namespace Panoptes.Dashboard.Pages;

/// <summary>The list of studies, and the page of one: its cells as they are now, and its report.</summary>
internal static class StudyPages
{
    private const int MostCells = 2000;

    /// <summary>The list.</summary>
    public static PageParts List(IReadOnlyList<StudyView> studies) => new(
        new PageHead("studies", "Studies", []),
        html =>
        {
            html.Raw("<section id=\"studies\">\n");
            if (studies.Count == 0)
            {
                html.Raw("<p class=\"card\">No study lies in these folders. Make one with <code>./panoptes study init FILE</code>.</p>\n");
            }

            foreach (var study in studies)
            {
                html.Add($"<div class=\"card study\"><h2><a href=\"/study/{study.Id}\">{Title(study)}</a></h2>\n");
                html.Add($"<p class=\"note\"><code>{study.Folder.Shown}</code> {study.Results?.About}</p>\n");
                Counts(html, study);
                html.Raw("</div>\n");
            }

            html.Raw("</section>\n");
        });

    /// <summary>The page of a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="runs">Its runs as they are listed.</param>
    public static PageParts One(StudyView study, IReadOnlyList<RunEntry> runs)
    {
        var report = study.Results is { } results ? StudyPage.Parts(StudyReport.Build(results)) : null;
        return new PageParts(
            new PageHead("study", Title(study), [new PageLink("cells", "Cells"), .. report?.Head.Links ?? []])
            {
                State = report?.Head.State,
            },
            html =>
            {
                html.Add($"<section id=\"cells\">\n<div id=\"list\" data-live=\"/study/{study.Id}\">\n");
                Cells(html, study, runs);
                html.Raw("</div>\n</section>\n");
                report?.Body(html);
            },
            report?.Data);
    }

    /// <summary>Writes the cells: the part that is renewed while the page is open.</summary>
    public static void Cells(Html html, StudyView study, IReadOnlyList<RunEntry> runs)
    {
        Counts(html, study);
        if (study.Results is not { } results)
        {
            return;
        }

        var known = runs.GroupBy(run => CellFolder(run.FullPath))
            .ToDictionary(group => group.Key, group => group.MaxBy(run => run.Updated)!);
        html.Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">cell</th><th scope=\"col\">state</th>");
        html.Add($"<th scope=\"col\" class=\"n\">step</th><th scope=\"col\" class=\"n\">{results.MetricTitle}</th>");
        html.Raw("<th scope=\"col\" class=\"n\">to go</th><th scope=\"col\">note</th></tr></thead><tbody>\n");
        foreach (var cell in results.Cells.Take(MostCells))
        {
            Cell(html, cell, results, known.GetValueOrDefault(cell.Id));
        }

        html.Raw("</tbody></table></div>\n");
        if (results.Cells.Count > MostCells)
        {
            html.Add($"<p class=\"note\">The first {MostCells} of {results.Cells.Count} cells; all: <code>./panoptes study status --all ");
            html.Add($"{study.Folder.Shown}</code></p>\n");
        }
    }

    /// <summary>The end of a cell's folder by which its runs are known: the digits of its id.</summary>
    private static string CellFolder(string path)
    {
        var cell = path.Split('/') is [.., var name, "attempts", _, "run"] ? name : "";
        return cell[(cell.LastIndexOf('-') + 1)..];
    }

    private static string Title(StudyView study) => study.Results is { Title.Length: > 0 } results ? results.Title : study.Folder.Name;

    private static void Counts(Html html, StudyView study)
    {
        if (study.Results is not { } results)
        {
            html.Add($"<p class=\"note trap\">{study.Fault}</p>\n");
            return;
        }

        html.Raw("<p class=\"chips\">");
        foreach (var state in results.Cells.GroupBy(cell => cell.Status.State).OrderBy(group => group.Key))
        {
            html.Add($"<span class=\"badge {Color(state.Key)}\">{state.Count()} {state.Key.ToString().ToLowerInvariant()}</span> ");
        }

        html.Raw("</p>\n");
    }

    private static void Cell(Html html, ResultCell cell, StudyResults results, RunEntry? run)
    {
        var status = cell.Status;
        html.Raw("<tr><td>");
        if (run is not null)
        {
            html.Add($"<a href=\"/run/{run.Id}\">{cell.Key}</a>");
        }
        else
        {
            html.Add($"{cell.Key}");
        }

        var point = cell.Final ?? (cell.Curve is [.., var last] ? last : null);
        var metric = point?.Metrics.FirstOrDefault(row => row.Name == results.Metric);
        var left = status.SecondsLeft is { } seconds ? ProgressText.Time(TimeSpan.FromSeconds(seconds)) : "";
        html.Add($"</td><td><span class=\"badge {Color(status.State)}\">{status.State.ToString().ToLowerInvariant()}</span></td>");
        html.Add($"<td class=\"n\">{Show.Count(status.Step)} / {Show.Count(status.Steps)}</td><td class=\"n\">{Show.Value(metric)}</td>");
        html.Add($"<td class=\"n\">{left}</td><td>{status.Reason}</td></tr>\n");
    }

    private static string Color(CellState state) => state switch
    {
        CellState.Completed => "good",
        CellState.Running or CellState.Starting or CellState.Evaluating => "live",
        CellState.Failed or CellState.Invalidated => "bad",
        CellState.Stalled or CellState.Interrupted or CellState.Blocked or CellState.Stale or CellState.Cancelled => "warn",
        _ => "idle",
    };
}
