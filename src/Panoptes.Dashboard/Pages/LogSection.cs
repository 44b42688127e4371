using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Files;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Pages;

/// <summary>The end of a run's logs.</summary>
internal static class LogSection
{
    /// <summary>What names the events of the run, worded.</summary>
    public const string Events = "events";

    /// <summary>Writes it.</summary>
    public static void Write(Html html, RunEntry run, IReadOnlyList<RunFile> files)
    {
        html.Raw("<section id=\"log\">\n<h2>Log</h2>\n<div class=\"tools\"><label>which <select id=\"log-file\">");
        html.Add($"<option value=\"{Events}\">events, in words</option>");
        foreach (var file in files.Where(file => Path.GetExtension(file.Path) is ".log" or ".jsonl"))
        {
            html.Add($"<option value=\"{file.Path}\">{file.Path}</option>");
        }

        html.Raw("</select></label><label><input id=\"log-follow\" type=\"checkbox\" checked> follow</label></div>\n");
        html.Add($"<pre id=\"log-text\" data-live=\"/api/runs/{run.Id}/log\" tabindex=\"0\" role=\"log\" aria-live=\"off\" ");
        html.Raw("aria-label=\"the end of the log\"></pre>\n</section>\n");
    }
}
