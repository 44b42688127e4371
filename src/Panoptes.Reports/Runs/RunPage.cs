using System.Reflection;
using System.Text.Json;
using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs.Sections;

namespace Panoptes.Reports.Runs;

/// <summary>
/// Writes a run's page: one file without outside resources that works offline, in light and dark, and prints. Everything
/// that comes from data (names of classes, files and runs) is escaped.
/// </summary>
public static class RunPage
{
    /// <summary>Writes the page of a run from what its folder holds.</summary>
    /// <param name="folder">The run.</param>
    public static void Write(RunFolder folder) => AtomicFile.WriteText(folder.Report, Render(RunPageData.Read(folder)));

    /// <summary>The page as text.</summary>
    internal static string Render(RunPageData data)
    {
        var budget = new PictureBudget((long)(data.Config.Report.MaxImagesMib * (1 << 20)));
        var html = new Html();
        html.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Add($"<title>{data.Name} - Panoptes</title>\n");
        html.Raw("<style>\n").Raw(Asset("page.css")).Raw("</style>\n</head>\n<body>\n");
        HeaderSection.Write(html, data);
        html.Raw("<main>\n");
        SummarySection.Write(html, data);
        CurvesSection.Write(html, data);
        EvaluationSection.Write(html, data, budget);
        BatchSection.Write(html, data, budget);
        AdviceSection.Write(html, data);
        IncidentsSection.Write(html, data, budget);
        ConfigurationSection.Write(html, data);
        html.Raw("</main>\n<svg id=\"namespace\" hidden></svg>\n<div id=\"tip\" hidden></div>\n<dialog id=\"zoom\"><div></div></dialog>\n");

        // The default encoder writes <, > and & as \u escapes, so that no text can end the script element.
        html.Raw("<script type=\"application/json\" id=\"data\">").Raw(JsonSerializer.Serialize(ChartData.From(data), ChartData.Json)).Raw("</script>\n");
        html.Raw("<script>\n").Raw(Asset("page.js")).Raw("</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static string Asset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Panoptes.Reports.Pages.Assets.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
