using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Scores;

/// <summary>
/// The page of a score: numbers with intervals, bars by class, every table, the confusion between classes, and the worst images with
/// their missed, wrong and confused segments drawn.
/// </summary>
public static class ScorePage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">The score.</param>
    /// <param name="path">Where it goes.</param>
    public static void Write(ScoreReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        AtomicFile.WriteText(path, Render(report));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(ScoreReport report)
    {
        var pictures = report.WorstImages();
        Chart[] charts = [.. report.Curves.Select((curve, place) => GroupChart.Of(
            $"curve{place}", curve.Title, curve.Horizontal, curve.X,
            [.. curve.Lines.Select(line => new CurveGroup(line.Name, [[.. line.Y.Select(y => (double?)y)]]))]))];
        var matrix = report.Confusion is { } confusion ? ConfusionCard.Of(confusion.Matrix, confusion.Names) : null;
        List<PageLink> links = [new("summary", "Summary"), new("classes", "Classes")];
        links.AddRange(charts.Length == 0 ? [] : [new PageLink("curves", "Curves")]);
        links.Add(new("tables", "Tables"));
        links.AddRange(matrix is null ? [] : [new PageLink("confusion", "Confusion")]);
        links.AddRange(pictures.Count == 0 ? [] : [new PageLink("worst", "Worst images")]);
        links.Add(new("inputs", "Inputs"));
        return Page.Render(
            new PageHead("score", report.Title, links),
            html =>
            {
                Summary(html, report);
                Bars(html, report.Resampling);
                ChartCard.Section(html, charts);
                Tables(html, [.. report.Printed.Where(table => table.File.Length > 0), .. report.Appendix]);
                if (matrix is not null)
                {
                    html.Raw("<section id=\"confusion\">\n<h2>Confusion</h2>\n");
                    ConfusionCard.Write(html, 0);
                    html.Raw("</section>\n");
                }

                Pictures(html, report, pictures);
                ScoreParts.Inputs(html, report.Inputs);
            },
            new PageData { Charts = charts, Matrices = matrix is null ? [] : [matrix] });
    }

    private static void Summary(Html html, ScoreReport report)
    {
        html.Raw("<section id=\"summary\">\n");
        Tile.Write(html, report.Headlines.Select(headline => new Tile(
            headline.Name, ScoreText.Cell(headline.Value), double.IsFinite(headline.Value) ? "%" : "",
            headline.Interval is { } i ? $"{ScoreText.Cell(i.Low)} to {ScoreText.Cell(i.High)} ({Show(i.Percent)} %)" : "")));
        html.Add($"<p class=\"note\">{report.Protocol}, {report.Resampling.Images.Count} images</p>\n");
        ScoreParts.Notes(html, report);
        foreach (var remark in report.Remarks)
        {
            html.Add($"<p class=\"note\">{remark}</p>\n");
        }

        html.Raw("</section>\n");
    }

    private static void Bars(Html html, Resampling resampling)
    {
        html.Raw("<section id=\"classes\">\n<h2>By class</h2>\n<div class=\"card scroll\"><table class=\"plain\"><tbody>\n");
        var rows = resampling.Classes.Zip(resampling.Once().Classes).OrderByDescending(row => double.IsNaN(row.Second) ? -1 : row.Second);
        foreach (var (name, value) in rows)
        {
            var width = 100 * Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1);
            html.Add($"<tr><td>{name}</td><td class=\"n bar\"><div><u><i class=\"share\" style=\"width:{Show(width)}%\"></i></u>");
            html.Add($"<span>{ScoreText.Cell(value)}</span></div></td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }

    private static void Tables(Html html, IReadOnlyList<ScoreTable> tables)
    {
        html.Raw("<section id=\"tables\">\n<h2>Tables</h2>\n<div class=\"stack\">\n");
        foreach (var table in tables)
        {
            ScoreParts.Table(html, table);
        }

        html.Raw("</div>\n</section>\n");
    }

    private static void Pictures(Html html, ScoreReport report, IReadOnlyList<ScorePicture> pictures)
    {
        if (pictures.Count == 0)
        {
            return;
        }

        html.Raw("<section id=\"worst\">\n<h2>Worst images</h2>\n<div class=\"card\"><div class=\"chips\">");
        foreach (var (meaning, color) in report.PictureKey)
        {
            ColorChips.Write(html, meaning, color.Hex);
        }

        html.Add($"</div>\n<p class=\"note\">from left to right: {report.PicturePanels}; click a picture to enlarge it</p>\n");
        foreach (var picture in pictures)
        {
            EmbeddedPicture.Write(html, picture.Caption, EmbeddedPicture.Png(picture.Image));
        }

        html.Raw("</div>\n</section>\n");
    }

    private static string Show(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
