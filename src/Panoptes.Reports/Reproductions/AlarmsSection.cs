using Panoptes.Experiments.Reproductions;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Reproductions;

/// <summary>What the runs said of themselves, and at which step.</summary>
internal static class AlarmsSection
{
    /// <summary>Writes the section; nothing where the plan names no kinds.</summary>
    /// <param name="html">The page.</param>
    /// <param name="result">What there is so far.</param>
    public static void Write(Html html, ReproductionResult result)
    {
        if (result.Config.Incidents.Count == 0)
        {
            return;
        }

        html.Raw("<section id=\"alarms\">\n<h2>Alarms</h2>\n<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th>run</th>");
        html.Raw("<th class=\"n\">step</th><th></th><th></th></tr></thead><tbody>\n");
        foreach (var cell in result.Cells)
        {
            foreach (var incident in cell.Incidents)
            {
                html.Add($"<tr><td><code>{cell.Run}</code></td><td class=\"n\">{incident.Step}</td>");
                html.Add($"<td>{incident.Kind}</td><td>{incident.Text}</td></tr>\n");
            }

            if (cell.Incidents.Count == 0)
            {
                html.Add($"<tr><td><code>{cell.Run}</code></td><td class=\"n\"></td><td></td><td>said nothing</td></tr>\n");
            }
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }
}
