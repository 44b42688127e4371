using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>What a reader of the results should know: resumes, damage, files left out.</summary>
internal static class IncidentsSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, RunPageData data, PictureBudget budget)
    {
        html.Raw("<section id=\"incidents\">\n<h2>Incidents</h2>\n");
        var rows = Rows(data, budget).ToList();
        if (rows.Count == 0)
        {
            html.Raw("<p class=\"note\">None: one attempt, no damaged file, nothing left out.</p>\n</section>\n");
            return;
        }

        html.Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th>when</th><th class=\"n\">step</th><th "
            + "class=\"n\">attempt</th><th>kind</th><th>what</th></tr></thead><tbody>\n");
        foreach (var (when, step, attempt, kind, text) in rows)
        {
            html.Add($"<tr><td>{when}</td><td class=\"n\">{step}</td><td class=\"n\">{attempt}</td><td>{kind}</td><td>{text}</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }

    private static IEnumerable<(string When, string Step, string Attempt, string Kind, string Text)> Rows(
        RunPageData data, PictureBudget budget)
    {
        foreach (var entry in data.History.Events)
        {
            var (kind, text) = entry switch
            {
                Incident incident => (incident.Kind, incident.Text),
                AttemptStarted { Step: > 0 } start => ("resume", $"process {start.Pid} on {start.Host} went on from step {start.Step}"),
                AttemptEnded { Reason: not "completed" } end =>
                    ("stop", $"{end.Reason}, exit code {end.ExitCode}{(end.Error is null ? "" : $": {end.Error}")}"),
                _ => ("", ""),
            };
            if (kind.Length > 0)
            {
                yield return (Show.Moment(entry.Utc), Show.Count(entry.Step), $"{entry.Attempt}", kind, text);
            }
        }

        if (data.History.Superseded > 0)
        {
            yield return ("", "", "", "events", $"{data.History.Superseded} logged points lay beyond the checkpoint that a later attempt "
                + "resumed from; the curves leave them out");
        }

        if (data.History.Unreadable > 0)
        {
            yield return ("", "", "", "events", $"{data.History.Unreadable} lines of the event log could not be read");
        }

        if (budget.LeftOut > 0)
        {
            yield return ("", "", "", "report", $"{budget.LeftOut} pictures did not fit the size that report.max_images_mib allows");
        }
    }
}
