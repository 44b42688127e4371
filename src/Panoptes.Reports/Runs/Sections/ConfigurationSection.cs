using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>Every setting, as it was resolved.</summary>
internal static class ConfigurationSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, RunPageData data)
    {
        html.Raw("<section id=\"configuration\">\n<h2>Configuration</h2>\n<details><summary>All settings, defaults included</summary>\n");
        html.Add($"<pre class=\"copy\"><code>{data.ConfigText}</code></pre></details>\n");
        if (data.Summary is { Notes.Count: > 0 } summary)
        {
            html.Raw("<h3>Found out about the data</h3><ul>\n");
            foreach (var note in summary.Notes)
            {
                html.Add($"<li>{note}</li>\n");
            }

            html.Raw("</ul>\n");
        }

        html.Raw("</section>\n");
    }
}
