using System.Globalization;
using Panoptes.Reports.Pages;
using Panoptes.Training.Profiling;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>Where the time of a few steps went: phases, operators, modules, waits for data.</summary>
internal static class ProfileSection
{
    private const int MostOperators = 20;
    private const int MostModules = 15;

    /// <summary>Writes it, where steps were recorded.</summary>
    public static void Write(Html html, RunPageData data)
    {
        if (data.Profile is not { Steps: > 0 } profile)
        {
            return;
        }

        html.Raw("<section id=\"profile\">\n<h2>Where the time goes</h2>\n");
        html.Add($"<p class=\"note\">{profile.Steps} steps from step {profile.FirstStep}, {Milliseconds(profile.Seconds / profile.Steps)} "
            + $"ms a step; waits for data: ");
        html.Add($"{Percent.Of(profile.Waits.Sum(row => row.Share))} % of it. All of it is in <code>profile.json</code>, "
            + $"which ui.perfetto.dev opens.</p>\n");
        if (profile.Exchanges is { } exchanges)
        {
            var hidden = exchanges.Hidden is { } share ? $", {Percent.Of(share)} % of it while the backward pass computed" : "";
            html.Add($"<p class=\"note\">Exchanges with other processes: gradients {Milliseconds(exchanges.Seconds / profile.Steps)} ms a "
                + $"step{hidden}; waited for, such as statistics of batch normalization, "
                + $"{Milliseconds(exchanges.WaitedSeconds / profile.Steps)} ms a step.</p>\n");
        }

        Table(html, profile, "phase", profile.Phases);
        Table(html, profile, "operator", profile.Operators.Take(MostOperators));
        Table(html, profile, "module, forward", profile.Modules.Take(MostModules), hasSelf: false);
        Table(html, profile, "loader, beside the steps", profile.Loader);
        html.Raw("</section>\n");
    }

    private static void Table(Html html, ProfileSummary profile, string title, IEnumerable<ProfileRow> rows, bool hasSelf = true)
    {
        var shown = rows.ToList();
        if (shown.Count == 0)
        {
            return;
        }

        html.Add($"<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th>{title}</th><th class=\"n\">calls a step</th>");
        html.Raw(hasSelf
            ? "<th class=\"n\">ms a step</th><th class=\"n\">own ms</th><th class=\"n\">own share</th>"
            : "<th class=\"n\">ms a step</th><th class=\"n\">share</th>");
        html.Raw("</tr></thead><tbody>\n");
        foreach (var row in shown)
        {
            html.Add($"<tr><td>{row.Name}</td><td class=\"n\">{Number((double)row.Count / profile.Steps)}</td><td "
                + $"class=\"n\">{Milliseconds(row.Seconds / profile.Steps)}</td>");
            if (hasSelf)
            {
                html.Add($"<td class=\"n\">{Milliseconds(row.SelfSeconds / profile.Steps)}</td>");
            }

            html.Add($"<td class=\"n\">{Percent.Of(row.Share)} %</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }

    private static string Milliseconds(double seconds) => (seconds * 1000).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
