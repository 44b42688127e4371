using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Photographs;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Scores;

/// <summary>
/// The page of a score: numbers with intervals, the classes, every table, the confusion between classes, and the worst images over their
/// photographs, with their missed, wrong and confused segments drawn.
/// </summary>
public static class ScorePage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">The score.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="photographs">The photographs; null for none.</param>
    public static void Write(ScoreReport report, string path, IPhotographs? photographs = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        AtomicFile.WriteText(path, Render(report, photographs));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(ScoreReport report, IPhotographs? photographs = null)
    {
        var pictures = report.WorstImages(photographs);
        Chart[] charts = [.. report.Curves.Select((curve, place) => GroupChart.Of(
            $"curve{place}", curve.Title, curve.Horizontal, curve.X,
            [.. curve.Lines.Select(line => new CurveGroup(line.Name, [[.. line.Y.Select(y => (double?)y)]]))]))];
        var matrix = report.Confusion is { } confusion ? ConfusionCard.Of(confusion.Matrix, confusion.Names) : null;
        ScoreTable[] tables = [.. report.Printed.Where(table => table.File.Length > 0), .. report.Appendix];
        var classes = tables.FirstOrDefault(table => table.Name == ClassTable.Name);
        tables = [.. tables.Where(table => table != classes)];
        List<PageLink> links = [new("summary", "Summary")];
        links.AddRange(classes is null ? [] : [new PageLink("classes", "Classes")]);
        links.AddRange(charts.Length == 0 ? [] : [new PageLink("curves", "Curves")]);
        links.AddRange(tables.Length == 0 ? [] : [new PageLink("tables", "Tables")]);
        links.AddRange(matrix is null ? [] : [new PageLink("confusion", "Confusion")]);
        links.AddRange(pictures.Count == 0 ? [] : [new PageLink("worst", "Worst images")]);
        links.Add(new("inputs", "Inputs"));
        return Page.Render(
            new PageHead("score", Title(report), links),
            html =>
            {
                Summary(html, report);
                if (classes is not null)
                {
                    ClassTable.Write(html, report, classes);
                }

                ChartCard.Section(html, charts);
                Tables(html, report, tables);
                if (matrix is not null)
                {
                    html.Raw("<section id=\"confusion\">\n<h2>Confusion</h2>\n");
                    ConfusionCard.Write(html, 0);
                    html.Raw("</section>\n");
                }

                PicturesSection.Write(html, report, pictures);
                ScoreParts.Inputs(html, report.Inputs);
            },
            new PageData
            {
                Charts = charts,
                Matrices = matrix is null ? [] : [matrix],
                Classes = [.. report.ClassColors.Select(known => new NamedColor(known.Name, known.Color.Hex))],
            });
    }

    // What was scored, and not its kind alone.
    private static string Title(ScoreReport report) =>
        report.Inputs.FirstOrDefault(input => input.Role == "pred") is { Path: var path }
            ? $"{report.Title}: {Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}"
            : report.Title;

    private static void Summary(Html html, ScoreReport report)
    {
        html.Raw("<section id=\"summary\">\n");
        Tile.Write(html, report.Headlines.Select(headline => new Tile(
            headline.Name, ScoreText.Cell(headline.Value), double.IsFinite(headline.Value) ? "%" : "", Note(headline))));
        html.Add($"<p class=\"note\">Protocol: {report.Protocol}; {report.Resampling.Images.Count} images</p>\n");
        ScoreParts.Notes(html, report);
        foreach (var remark in report.Remarks)
        {
            html.Add($"<p class=\"note\">{remark}</p>\n");
        }

        html.Raw("</section>\n");
    }

    // What the symbol stands for, and the interval.
    private static string Note(Headline headline)
    {
        var title = PanopticMeasure.Main.FirstOrDefault(measure => measure.Symbol == headline.Name)?.Title;
        var interval = headline.Interval is { } i ? $"{ScoreText.Cell(i.Low)} to {ScoreText.Cell(i.High)} ({Show(i.Percent)} %)" : "";
        return string.Join("; ", new[] { title == headline.Name ? null : title, interval }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static void Tables(Html html, ScoreReport report, ScoreTable[] tables)
    {
        if (tables.Length == 0)
        {
            return;
        }

        html.Raw("<section id=\"tables\">\n<h2>Tables</h2>\n<div class=\"stack\">\n");
        foreach (var table in tables)
        {
            ScoreParts.Table(html, report, table);
        }

        html.Raw("</div>\n</section>\n");
    }

    private static string Show(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
