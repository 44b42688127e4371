using System.Globalization;
using System.Net;
using System.Text;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Scoring;

/// <summary>
/// Writes a report as one self-contained HTML page: numbers with intervals, bars by class, the confusion between classes,
/// every table, and the worst images with their missed, wrong and confused segments drawn.
/// </summary>
public static class ScorePage
{
    private const int MostConfusedClasses = 64;

    private const string Style = """
        body{font:14px/1.45 system-ui,sans-serif;margin:2em auto;max-width:1150px;padding:0 1em;color:#1c2128;background:#fff}
        h1{font-size:1.5em;margin-bottom:0}h2{font-size:1.15em;margin-top:2em}p.sub,figcaption{color:#57606a}p.note{border-left:4px solid #c2571a;padding-left:.6em}
        .cards{display:flex;flex-wrap:wrap;gap:.6em}.card{border:1px solid #d0d7de;border-radius:8px;padding:.5em .9em;min-width:6em}
        .card b{display:block;font-size:1.35em;font-variant-numeric:tabular-nums}.card small{color:#57606a}
        .scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
        th,td{padding:.15em .6em;text-align:right;border-bottom:1px solid #eaeef2;white-space:nowrap}th:first-child,td:first-child{text-align:left}
        .bar{display:inline-block;height:.75em;background:#3a7ca5;border-radius:2px;vertical-align:middle}
        .confusion td{padding:.1em .35em;font-size:11px;border:1px solid #fff}.confusion th{font-size:11px}
        .confusion thead th{writing-mode:vertical-rl;text-align:left;border:0}
        figure{margin:1em 0}img{max-width:100%;image-rendering:pixelated;border:1px solid #d0d7de}
        .key span{display:inline-block;margin-right:1em;white-space:nowrap}.key i{display:inline-block;width:.9em;height:.9em;margin-right:.3em;vertical-align:-.1em}
        code{font-size:12px}
        @media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}.card,img{border-color:#30363d}th,td{border-color:#21262d}.confusion td{border-color:#0d1117}}
        """;

    /// <summary>Writes the page.</summary>
    public static void Write(ScoreReport report, string path) => AtomicFile.WriteText(path, Html(report));

    /// <summary>The page.</summary>
    public static string Html(ScoreReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = Begin(report.Title);
        page.Append($"<h1>{Text(report.Title)}</h1><p class=\"sub\">{Text(report.Protocol)}, {report.Resampling.Images.Count} images</p><div class=\"cards\">");
        foreach (var headline in report.Headlines)
        {
            var interval = headline.Interval is { } i ? $"<small>{ScoreText.Cell(i.Low)} to {ScoreText.Cell(i.High)} ({i.Percent:0.##} %)</small>" : "";
            page.Append($"<div class=\"card\"><small>{Text(headline.Name)}</small><b>{ScoreText.Cell(headline.Value)}</b>{interval}</div>");
        }

        page.Append("</div>");
        AddNotes(page, report);
        foreach (var remark in report.Remarks)
        {
            page.Append($"<p class=\"sub\">{Text(remark)}</p>");
        }

        AddBars(page, report.Resampling);
        foreach (var table in report.Tables)
        {
            AddTable(page, table);
        }

        AddConfusion(page, report.Confusion);
        AddPictures(page, report);
        AddInputs(page, report.Inputs);
        return page.Append("</html>\n").ToString();
    }

    internal static StringBuilder Begin(string title) => new StringBuilder()
        .Append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
        .Append($"<title>{Text(title)}</title><style>{Style}</style>");

    internal static void AddInputs(StringBuilder page, IEnumerable<ScoreInput> inputs)
    {
        page.Append("<h2>inputs</h2>");
        foreach (var input in inputs)
        {
            page.Append($"<div class=\"scroll\"><code>{Text(input.Role)} {Text(input.Path)} sha256 {input.Sha256}</code></div>");
        }
    }

    internal static void AddNotes(StringBuilder page, ScoreReport report)
    {
        foreach (var note in report.Notes)
        {
            page.Append($"<p class=\"note\">{Text(ScoreText.Line(note, report.Rules))}</p>");
        }
    }

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void AddBars(StringBuilder page, Resampling resampling)
    {
        var values = resampling.Once().Classes;
        page.Append("<h2>by class</h2><div class=\"scroll\"><table>");
        foreach (var (name, value) in resampling.Classes.Zip(values).OrderByDescending(x => double.IsNaN(x.Second) ? -1 : x.Second))
        {
            var width = (double.IsNaN(value) ? 0 : 420 * Math.Clamp(value, 0, 1)).ToString("0.#", CultureInfo.InvariantCulture);
            page.Append($"<tr><td>{Text(name)}<td>{ScoreText.Cell(value)}<td style=\"text-align:left\"><span class=\"bar\" style=\"width:{width}px\"></span>");
        }

        page.Append("</table></div>");
    }

    internal static void AddTable(StringBuilder page, ScoreTable table)
    {
        page.Append($"<h2>{Text(table.Name)}</h2><div class=\"scroll\"><table><tr>");
        foreach (var column in table.Columns)
        {
            page.Append($"<th>{Text(column)}");
        }

        foreach (var row in table.Rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Text(ScoreText.Cell(cell))}"));
        }

        page.Append("</table></div>");
    }

    // Rows are shares of the truth's pixels; classes without any are left out.
    private static void AddConfusion(StringBuilder page, (ConfusionMatrix Matrix, IReadOnlyList<string> Names)? confusion)
    {
        if (confusion is not { } known)
        {
            return;
        }

        var (matrix, names) = known;
        var shown = Enumerable.Range(0, names.Count).Where(c => matrix.TruthPixels(c) + matrix.PredictedPixels(c) > 0)
            .OrderByDescending(matrix.TruthPixels).Take(MostConfusedClasses).Order().ToArray();
        var columns = shown.Any(row => matrix[row, matrix.None] > 0) ? [.. shown, matrix.None] : shown;
        page.Append("<h2>confusion: truth by row, percent of the row</h2><div class=\"scroll\"><table class=\"confusion\"><thead><tr><th>");
        foreach (var column in columns)
        {
            page.Append($"<th>{Text(column < names.Count ? names[column] : "void")}");
        }

        page.Append("</thead>");
        foreach (var row in shown)
        {
            page.Append($"<tr><th>{Text(names[row])}");
            var all = matrix.TruthPixels(row);
            foreach (var column in columns)
            {
                var share = all == 0 ? 0 : (double)matrix[row, column] / all;
                var color = row == column ? "58,124,165" : "215,45,45";
                var strength = Math.Round(share <= 0 ? 0 : 0.08 + (0.92 * Math.Sqrt(share)), 2).ToString(CultureInfo.InvariantCulture);
                page.Append($"<td style=\"background:rgba({color},{strength})\">{(share >= 0.005 ? ScoreText.Percent(share, 1) : "")}");
            }
        }

        page.Append("</table></div>");
    }

    private static void AddPictures(StringBuilder page, ScoreReport report)
    {
        var pictures = report.WorstImages();
        if (pictures.Count == 0)
        {
            return;
        }

        page.Append("<h2>worst images</h2><p class=\"key\">");
        foreach (var (meaning, color) in report.PictureKey)
        {
            page.Append($"<span><i style=\"background:rgb({color.R},{color.G},{color.B})\"></i>{Text(meaning)}</span> ");
        }

        page.Append($"<p class=\"sub\">from left to right: {Text(report.PicturePanels)}");
        foreach (var picture in pictures)
        {
            var data = Convert.ToBase64String(PngFile.EncodeRgb(picture.Image));
            page.Append($"<figure><img alt=\"{Text(picture.Caption)}\" src=\"data:image/png;base64,{data}\"><figcaption>{Text(picture.Caption)}</figcaption></figure>");
        }
    }
}
