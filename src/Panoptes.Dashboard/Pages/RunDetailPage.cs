using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Files;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs;
using Panoptes.Reports.Runs.Sections;

namespace Panoptes.Dashboard.Pages;

/// <summary>The page of a run while it goes on and after it: summary, curves, what people say, logs, files.</summary>
internal static class RunDetailPage
{
    /// <summary>The page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="files">Its files.</param>
    public static PageParts Parts(RunEntry run, IReadOnlyList<RunFile> files)
    {
        var (data, fault) = Read(run);
        var (color, state) = RunText.State(run.State);
        var report = files.FirstOrDefault(file => file.Path == run.Inner("report.html"));
        return new PageParts(
            new PageHead("run", run.Name,
            [
                new PageLink("summary", "Summary"), new PageLink("notes", "Tags and notes"), new PageLink("curves", "Curves"),
                new PageLink("log", "Log"), new PageLink("files", "Files"), new PageLink("configuration", "Configuration"),
            ])
            { State = (color, state) },
            html =>
            {
                Ways(html, run, report);
                if (data is not null)
                {
                    SummarySection.Write(html, data);
                }
                else
                {
                    html.Add($"<section id=\"summary\"><p class=\"note trap\">{fault}</p></section>\n");
                }

                NotesSection.Write(html, run);
                Curves(html, run);
                LogSection.Write(html, run, files);
                FilesSection(html, run, files);
                if (data is not null)
                {
                    ConfigurationSection.Write(html, data);
                }
            },
            data is null ? null : RunCharts.From(data));
    }

    /// <summary>What the charts show now; null where the run cannot be read.</summary>
    public static PageData? Charts(RunEntry run) => Read(run).Data is { } data ? RunCharts.From(data) : null;

    private static (RunPageData? Data, string Fault) Read(RunEntry run)
    {
        try
        {
            return (RunPageData.Read(RunFolder.Existing(run.FullPath)), "");
        }
        catch (Exception fault) when (fault is InputException or IOException or System.Text.Json.JsonException)
        {
            return (null, $"The run's own files cannot be read: {fault.Message}");
        }
    }

    private static void Ways(Html html, RunEntry run, RunFile? report)
    {
        html.Raw("<section class=\"ways\"><p class=\"note\">");
        html.Add($"<code>{run.FullPath}</code></p>\n<p class=\"acts\">");
        if (report is not null)
        {
            html.Add($"<a class=\"act\" href=\"/run/{run.Id}/files/{report.Path}\">Report</a>");
        }

        html.Add($"<a class=\"act\" href=\"/overlay?run={run.Id}&x=samples\">Curves over samples</a>");
        html.Add($"<a class=\"act\" href=\"/overlay?run={run.Id}&x=time\">Curves over time</a>");
        html.Add($"<a class=\"act\" href=\"{new RunQuery { Text = run.Family, Sort = "name", IsDescending = false }.Address()}\">");
        html.Raw("Runs like it</a></p>\n");
        if (run.Error.Length > 0)
        {
            html.Add($"<p class=\"note trap\">It ended by an error: {run.Error}</p>\n");
        }

        if (run.State == RunState.Running)
        {
            html.Add($"<p class=\"note\">step <span id=\"progress\">{Show.Count(run.Step)}</span> of {Show.Count(run.Steps)}; ");
            html.Raw("curves and log follow it</p>\n");
        }

        html.Raw("</section>\n");
    }

    private static void Curves(Html html, RunEntry run)
    {
        html.Raw("<section id=\"curves\">\n<h2>Curves</h2>\n");
        ChartTools.Write(html);
        html.Add($"<div class=\"charts\" data-group=\"steps\" data-live=\"/api/runs/{run.Id}/charts\"></div>\n</section>\n");
    }

    private static void FilesSection(Html html, RunEntry run, IReadOnlyList<RunFile> files)
    {
        html.Raw("<section id=\"files\">\n<h2>Files</h2>\n<div class=\"card scroll\"><table class=\"plain\"><thead><tr>");
        html.Raw("<th scope=\"col\">file</th><th scope=\"col\" class=\"n\">size</th><th scope=\"col\">written</th></tr></thead><tbody>\n");
        foreach (var file in files)
        {
            html.Add($"<tr><td><a href=\"/run/{run.Id}/files/{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}\">");
            html.Add($"{file.Path}</a></td><td class=\"n\">{RunText.Bytes(file.Bytes)}</td><td>{Show.Moment(file.Changed)}</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }
}
