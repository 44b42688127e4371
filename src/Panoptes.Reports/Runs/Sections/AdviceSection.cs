using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>What the advisor said before and after the training.</summary>
internal static class AdviceSection
{
    /// <summary>Writes it; nothing where the run was never looked at.</summary>
    public static void Write(Html html, RunPageData data)
    {
        if (data.Advice is not { } advice)
        {
            return;
        }

        html.Raw("<section id=\"advice\">\n<h2>Advice</h2>\n");
        var items = advice.Before.Concat(advice.After).ToList();
        if (items.Count == 0)
        {
            html.Raw("<p class=\"note\">None: no rule found anything.</p>\n</section>\n");
            return;
        }

        html.Raw("<div class=\"card scroll\"><table class=\"plain\">");
        html.Raw("<thead><tr><th>rule</th><th>about</th><th>found</th><th>change</th></tr></thead><tbody>\n");
        foreach (var item in items.OrderBy(item => item.IsSilenced))
        {
            var change = item.IsSilenced ? "silenced in the configuration" : item.Change;
            html.Add($"<tr><td>{item.Id}</td><td>{item.Title}</td><td>{item.Trigger}</td><td>{change}</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }
}
