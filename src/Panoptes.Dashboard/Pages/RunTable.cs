using Panoptes.Dashboard.Catalog;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Pages;

/// <summary>Runs in rows. On narrow pages every row becomes a card, so each cell names its column.</summary>
internal static class RunTable
{
    private static readonly string[] Columns =
        ["name", "state", "model", "data", "seed", "step", "best", "last", "loss", "speed", "time", RunColumns.Updated];

    /// <summary>Writes it.</summary>
    public static void Write(Html html, RunListing listing)
    {
        html.Raw("<div class=\"card scroll list\"><table class=\"plain runs\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">");
        html.Raw("<th role=\"columnheader\" scope=\"col\"><span class=\"unseen\">choose</span></th>");
        foreach (var column in Columns)
        {
            Head(html, listing.Query, column);
        }

        html.Raw("<th role=\"columnheader\" scope=\"col\">tags</th></tr></thead><tbody role=\"rowgroup\">\n");
        var group = "";
        foreach (var run in listing.Rows)
        {
            if (listing.Query.Group.Length > 0 && RunColumns.GroupOf(run, listing.Query.Group) is var name && name != group)
            {
                group = name;
                Group(html, listing.Groups[name]);
            }

            Row(html, run);
        }

        html.Raw("</tbody></table></div>\n");
    }

    private static bool IsNumber(string column) => column is "seed" or "step" or "best" or "last" or "loss" or "speed" or "time";

    private static void Head(Html html, RunQuery query, string column)
    {
        var isSorted = query.Sort == column;
        var next = query with
        {
            Sort = column,
            Page = 1,
            IsDescending = isSorted ? !query.IsDescending : RunColumns.BeginsDescending(column),
        };
        var sort = !isSorted ? "" : query.IsDescending ? " aria-sort=\"descending\"" : " aria-sort=\"ascending\"";
        html.Raw($"<th role=\"columnheader\" scope=\"col\"{(IsNumber(column) ? " class=\"n\"" : "")}{sort}>");
        html.Add($"<a href=\"{next.Address()}\" data-sort>{RunText.Title(column)}</a></th>");
    }

    private static void Group(Html html, RunGroup group)
    {
        html.Raw("<tr class=\"group\" role=\"row\"><th role=\"rowheader\" scope=\"rowgroup\" colspan=\"14\">");
        html.Add($"{group.Name} <small>{Show.Count(group.Count)} {(group.Count == 1 ? "run" : "runs")}");
        if (group.Mean is { } mean)
        {
            html.Add($" · best {group.Score!.Title} {RunText.Score(group.Score, mean)}");
            if (group.Deviation is { } deviation)
            {
                html.Add($" ± {RunText.Score(group.Score, deviation)} (mean, standard deviation)");
            }
        }

        html.Raw("</small></th></tr>\n");
    }

    private static void Row(Html html, RunEntry run)
    {
        var (color, state) = RunText.State(run.State);
        html.Add($"<tr role=\"row\"><td role=\"cell\" class=\"pick\"><input type=\"checkbox\" name=\"run\" value=\"{run.Id}\" ");
        html.Add($"aria-label=\"choose {run.Name}\"></td>");
        html.Add($"<td role=\"cell\" class=\"name\"><a href=\"/run/{run.Id}\">{run.Name}</a> <small>{run.Place}</small></td>");
        html.Add($"<td role=\"cell\" data-label=\"state\"><span class=\"badge {color}\">{state}</span></td>");
        Cell(html, "model", run.Facts.Model);
        Cell(html, "data", run.Facts.Data);
        Cell(html, "seed", run.State == RunState.Unread ? "" : $"{run.Facts.Seed}", true);
        Cell(html, "step", run.Steps == 0 ? "" : $"{Show.Count(run.Step)} / {Show.Count(run.Steps)}", true);
        Cell(html, "best", run.Score is { } best ? $"{RunText.Score(best, best.Best)}" : "", true, run.Score?.Title);
        Cell(html, "last", run.Score is { } last ? RunText.Score(last, last.Last) : "", true, run.Score?.Title);
        Cell(html, "loss", run.Loss is { } loss ? Show.Number(loss) : "", true);
        Cell(html, "speed", run.ImagesPerSecond is { } speed ? Show.Number(speed) : "", true);
        Cell(html, "time", run.Seconds > 0 ? ProgressText.Time(TimeSpan.FromSeconds(run.Seconds)) : "", true);
        html.Raw("<td role=\"cell\" data-label=\"updated\" class=\"moment\">");
        if (run.Updated != default)
        {
            html.Add($"<time datetime=\"{RunText.Machine(run.Updated)}\" title=\"{Show.Moment(run.Updated)}\">");
            html.Add($"{RunText.Moment(run.Updated)}</time>");
        }

        html.Raw("</td><td role=\"cell\" class=\"tags\">");
        foreach (var tag in run.Note.Tags)
        {
            html.Add($"<a class=\"tag\" href=\"{new RunQuery { Tag = tag }.Address()}\">{tag}</a> ");
        }

        if (run.Note.Text.Length > 0)
        {
            html.Add($"<span class=\"said\" title=\"{run.Note.Text}\">note</span>");
        }

        html.Raw("</td></tr>\n");
    }

    private static void Cell(Html html, string column, string text, bool isNumber = false, string? title = null)
    {
        html.Add($"<td role=\"cell\" data-label=\"{title ?? RunText.Title(column)}{(title is null ? "" : $", {column}")}\"");
        html.Raw(isNumber ? " class=\"n\"" : "");
        if (title is not null)
        {
            html.Add($" title=\"{title}\"");
        }

        html.Add($">{text}</td>");
    }
}
