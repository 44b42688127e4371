using System.Net;
using System.Text;
using Panoptes.Data.Classes;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;

namespace Panoptes.Data.Preview;

/// <summary>
/// A page to look at a data set with: samples with their labels and boundaries drawn over them, a legend, and how much of each class
/// there is. One HTML file that needs nothing else.
/// </summary>
public static class DataPreview
{
    private const string Style = """
        :root{color-scheme:light dark;--line:#8884}
        body{font:15px/1.45 system-ui,sans-serif;margin:1.5rem auto;max-width:1500px;padding:0 1rem}
        h1{font-size:1.4rem}h2{font-size:1rem;margin:.2rem 0}
        .legend{display:flex;flex-wrap:wrap;gap:.3rem .9rem;margin:1rem 0}
        .swatch{display:inline-block;width:.9em;height:.9em;border-radius:2px;margin-right:.35em;vertical-align:-.08em;border:1px solid var(--line)}
        article{border-top:1px solid var(--line);padding:1rem 0}
        .pictures{display:flex;flex-wrap:wrap;gap:.5rem}.pictures img{max-width:100%;height:auto;border-radius:4px}
        .facts{opacity:.75;font-size:.85rem;margin:.2rem 0 .5rem;overflow-wrap:anywhere}
        .bars{display:flex;height:1.1rem;border-radius:3px;overflow:hidden;margin-top:.5rem;max-width:976px;border:1px solid var(--line)}
        .bars span{min-width:0}.wrong{color:#c22}
        table{border-collapse:collapse;font-size:.85rem}td,th{padding:.1rem .7rem .1rem 0;text-align:right}td:first-child,th:first-child{text-align:left}
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="page">The HTML file.</param>
    /// <param name="dataset">The split to look at.</param>
    /// <param name="options">What to show; the defaults where null.</param>
    /// <returns>How many samples it shows.</returns>
    public static int Write(string page, IDataset dataset, DataPreviewOptions? options = null)
    {
        options ??= new DataPreviewOptions();
        if (options.Samples < 1 || options.Width is < 16 or > 8192)
        {
            throw new InputException("preview", $"{options.Samples} samples of width {options.Width}", "at least 1 sample, width 16 to 8192", "correct the settings");
        }

        var count = Math.Min(options.Samples, dataset.Count);
        var articles = new string[count];
        var totals = new long[dataset.Classes.Count + 1];
        Parallel.For(0, count, i =>
        {
            var index = (int)new KeyedPermutation(dataset.Count, options.Seed, 0x50)[i];
            articles[i] = Article(dataset, index, options, totals);
        });
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
        html.Append(Text(dataset.Name)).Append("</title><style>").Append(Style).Append("</style></head><body>");
        html.Append($"<h1>{Text(dataset.Name)}</h1><p>{count} of {dataset.Count} samples, seed {options.Seed}{(options.Augmentation is null ? "" : ", as training sees them")}.</p>");
        foreach (var note in dataset.Notes.Concat(dataset.Warnings.Select(warning => $"warning: {warning}")))
        {
            html.Append($"<p class=\"facts\">{Text(note)}</p>");
        }

        AppendLegend(html, dataset.Classes);
        AppendTotals(html, dataset.Classes, totals);
        html.AppendJoin("\n", articles).Append("</body></html>\n");
        AtomicFile.WriteText(page, html.ToString());
        return count;
    }

    private static string Article(IDataset dataset, int index, DataPreviewOptions options, long[] totals)
    {
        var files = dataset.Files(index);
        var html = new StringBuilder($"<article><h2>{Text(files.Name)}</h2>");
        try
        {
            var sample = PreviewSample.Make(dataset.Load(index), dataset.Classes, options, new SeededRandom(options.Seed, index));
            html.Append($"<p class=\"facts\">{Text(sample.Facts)}<br>{Text(files.Image)}{(files.Label is null ? "" : "<br>" + Text(files.Label))}</p><div class=\"pictures\">");
            foreach (var (picture, name) in new[] { (sample.Image, "image"), (sample.Overlay, "labels over the image"), (sample.Depth, "depth, near is bright") })
            {
                if (picture is not null)
                {
                    html.Append($"<img alt=\"{name} of {Text(files.Name)}\" width=\"{picture.Width}\" height=\"{picture.Height}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(JpegFile.Encode(picture, 88, JpegSubsampling.None444))}\">");
                }
            }

            html.Append("</div>");
            AppendBars(html, dataset.Classes, sample.Pixels);
            lock (totals)
            {
                for (var c = 0; c < totals.Length; c++)
                {
                    totals[c] += sample.Pixels[c];
                }
            }
        }
        catch (InputException problem)
        {
            html.Append($"<p class=\"wrong\">{Text(problem.Message)}</p>");
        }

        return html.Append("</article>").ToString();
    }

    private static void AppendLegend(StringBuilder html, ClassTable classes)
    {
        html.Append("<div class=\"legend\">");
        for (var c = 0; c < classes.Count; c++)
        {
            html.Append($"<span><span class=\"swatch\" style=\"background:{Css(classes.Palette[c])}\"></span>{c} {Text(classes.Names[c])}</span>");
        }

        html.Append("<span><span class=\"swatch\"></span>void (hatched)</span></div>");
    }

    private static void AppendBars(StringBuilder html, ClassTable classes, long[] pixels)
    {
        var total = pixels.Sum();
        if (total == 0)
        {
            return;
        }

        html.Append("<div class=\"bars\">");
        foreach (var c in Enumerable.Range(0, pixels.Length).Where(c => pixels[c] > 0).OrderByDescending(c => pixels[c]))
        {
            var name = c < classes.Count ? classes.Names[c] : "void";
            var share = 100.0 * pixels[c] / total;
            html.Append($"<span title=\"{Text(name)} {share:0.00} %\" style=\"width:{share:0.###}%;background:{(c < classes.Count ? Css(classes.Palette[c]) : "transparent")}\"></span>");
        }

        html.Append("</div>");
    }

    private static void AppendTotals(StringBuilder html, ClassTable classes, long[] totals)
    {
        var total = totals.Sum();
        if (total == 0)
        {
            return;
        }

        html.Append("<details><summary>Share of each class in the samples shown</summary><table><tr><th>class</th><th>pixels</th><th>share</th></tr>");
        for (var c = 0; c < totals.Length; c++)
        {
            html.Append($"<tr><td>{Text(c < classes.Count ? classes.Names[c] : "void")}</td><td>{totals[c]}</td><td>{100.0 * totals[c] / total:0.00} %</td></tr>");
        }

        html.Append("</table></details>");
    }

    private static string Css(Rgb color) => $"rgb({color.R},{color.G},{color.B})";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
