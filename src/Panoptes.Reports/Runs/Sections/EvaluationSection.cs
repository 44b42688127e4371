using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>Results of every split measured, one tab each: classes, confusion, worst images.</summary>
internal static class EvaluationSection
{
    private const int MostConfusions = 10;

    /// <summary>Writes it.</summary>
    public static void Write(Html html, RunPageData data, PictureBudget budget)
    {
        html.Raw("<section id=\"evaluation\">\n<h2>Results</h2>\n");
        if (data.Evaluations.Count == 0)
        {
            html.Raw("<p class=\"note\">Nothing was evaluated yet: <code>panoptes eval</code> with this run's folder does it.</p>\n");
        }

        if (data.Evaluations.Count > 1)
        {
            html.Raw("<div class=\"tabs\" role=\"tablist\">");
            foreach (var file in data.Evaluations)
            {
                html.Add($"<button type=\"button\" role=\"tab\" data-tab=\"{file.Key}\">{file.Title} <small>{Show.Value(file.Primary)}</small></button>");
            }

            html.Raw("</div>\n");
        }

        var matrix = 0;
        foreach (var file in data.Evaluations)
        {
            html.Add($"<article class=\"tab\" data-tab=\"{file.Key}\">\n");
            About(html, file);
            foreach (var kind in file.Kinds)
            {
                Scores(html, file, kind);
                html.Raw("<div class=\"columns\">\n<div class=\"stack\">\n");
                Classes(html, file, kind);
                Lost(html, kind);
                html.Raw("</div>\n");
                if (kind.Confusion.Count > 0)
                {
                    ConfusionCard.Write(html, matrix++);
                }

                html.Raw("</div>\n");
                WorstImages(html, data, kind, budget);
            }

            html.Raw("</article>\n");
        }

        html.Raw("</section>\n");
    }

    private static void Scores(Html html, EvaluationFile file, KindRecord kind)
    {
        html.Add($"<p class=\"lead\"><b>{file.Title}{(file.Kinds.Count > 1 ? $", {kind.Kind}" : "")}</b>:");
        for (var i = 0; i < kind.Metrics.Count; i++)
        {
            html.Add($"{(i == 0 ? " " : " · ")}{kind.Metrics[i].Title} ");
            html.Raw(i == 0 ? "<b>" : "").Add($"{Show.Value(kind.Metrics[i])}").Raw(i == 0 ? "</b>" : "");
        }

        var present = kind.Classes.Count(row => !kind.IsAbsent(row));
        var pixels = kind.ValidPixels > 0 ? $"{Show.Short(kind.ValidPixels)} labeled pixels, " : "";
        html.Add($"</p>\n<p class=\"note\">{pixels}{present} of {kind.Classes.Count} classes present. All rates in %.</p>\n");
    }

    private static void About(Html html, EvaluationFile file)
    {
        html.Add($"<p class=\"note\">{file.Images} images; {file.Weights} weights of step {Show.Count(file.Step)}; {file.Protocol}; ");
        html.Add($"{ProgressText.Time(TimeSpan.FromSeconds(file.Seconds))}; {Show.Moment(file.Utc)}.</p>\n");
        foreach (var note in file.Notes)
        {
            html.Add($"<p class=\"note\">Note: {note}.</p>\n");
        }
    }

    private static void Classes(Html html, EvaluationFile file, KindRecord kind)
    {
        html.Add($"<div class=\"card grow\"><h3>Classes <small>{file.Protocol}</small></h3>");
        html.Raw("<div class=\"scroll\"><table class=\"sortable\"><thead><tr><th data-sort=\"text\">class</th>");
        foreach (var column in kind.Columns)
        {
            html.Add($"<th class=\"n\" data-sort=\"number\">{column.Title}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var row in kind.Classes)
        {
            var color = HexColor.Checked(row.Color);
            html.Raw(kind.IsAbsent(row) ? "<tr class=\"absent\">" : "<tr>");
            html.Add($"<td><i class=\"dot\" style=\"background:{color}\"></i>{row.Name}</td>");
            if (kind.IsAbsent(row))
            {
                html.Add($"<td class=\"n\" colspan=\"{kind.Columns.Count}\">absent: neither labeled nor predicted</td></tr>\n");
                continue;
            }

            for (var i = 0; i < kind.Columns.Count; i++)
            {
                Cell(html, kind.Columns[i], row.Of(kind.Columns[i].Name), i == 0 ? color : null);
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div></div>\n");
    }

    private static void Cell(Html html, ColumnRow column, double? value, string? bar)
    {
        var text = column.IsShare ? Show.Percent(value) : value is { } count ? Show.Short((long)count) : Show.Absent;
        if (bar is null || !column.IsShare)
        {
            html.Add($"<td class=\"n\" data-value=\"{value ?? -1:R}\">{text}</td>");
            return;
        }

        html.Add($"<td class=\"n bar\" data-value=\"{value ?? -1:R}\"><div><u><i style=\"width:{100 * (value ?? 0):0.0}%;background:{bar}\"></i></u><span>{text}</span></div></td>");
    }

    private static void Lost(Html html, KindRecord kind)
    {
        if (kind.Confusion.Count == 0)
        {
            return;
        }

        var pairs = new List<(ClassRow Truth, ClassRow Prediction, long Pixels, long Of)>();
        for (var truth = 0; truth < kind.Classes.Count; truth++)
        {
            for (var prediction = 0; prediction < kind.Classes.Count; prediction++)
            {
                if (truth != prediction && kind.Confusion[truth][prediction] > 0)
                {
                    pairs.Add((kind.Classes[truth], kind.Classes[prediction], kind.Confusion[truth][prediction], kind.Confusion[truth].Sum()));
                }
            }
        }

        if (pairs.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"card\"><h3>Where most pixels are lost</h3><ol class=\"lost\">\n");
        foreach (var (truth, prediction, pixels, of) in pairs.OrderByDescending(pair => pair.Pixels).Take(MostConfusions))
        {
            html.Add($"<li><i class=\"dot\" style=\"background:{HexColor.Checked(truth.Color)}\"></i>{truth.Name} <em>taken for</em> <i class=\"dot\" style=\"background:{HexColor.Checked(prediction.Color)}\"></i>{prediction.Name}<span>{Show.Percent((double)pixels / Math.Max(1, of))} % of it · {Show.Short(pixels)} px</span></li>\n");
        }

        html.Raw("</ol></div>\n");
    }

    private static void WorstImages(Html html, RunPageData data, KindRecord kind, PictureBudget budget)
    {
        var rows = kind.WorstImages.Where(row => row.Image is not null).Take(data.Config.Report.Images).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"card\"><h3>Worst images <small>lowest scores first; click a picture to enlarge it</small></h3>\n");
        html.Raw("<div class=\"tools\"><label>label opacity <input class=\"opacity\" type=\"range\" min=\"0\" max=\"1\" step=\"0.05\" value=\"0.6\"></label><span class=\"chips\">");
        foreach (var row in kind.Classes.Where(row => !kind.IsAbsent(row)))
        {
            ColorChips.Write(html, row.Name, row.Color);
        }

        html.Raw("<span class=\"chip\"><i class=\"wrong\"></i>wrong</span><span class=\"chip\"><i class=\"void\"></i>void</span></span></div>\n");
        var leftOut = budget.LeftOut;
        foreach (var row in rows)
        {
            string At(string? name) => Path.Combine(data.PictureFolder, name ?? "");
            if (budget.Embed(At(row.Image), At(row.Truth), At(row.Prediction), At(row.Difference)) is { } pictures)
            {
                Image(html, row, pictures);
            }
        }

        if (budget.LeftOut > leftOut)
        {
            html.Add($"<p class=\"note\">{budget.LeftOut - leftOut} images were left out to keep this page below {data.Config.Report.MaxImagesMib:0.#} MiB of pictures (report.max_images_mib).</p>\n");
        }

        html.Raw("</div>\n");
    }

    private static void Image(Html html, ImageRow row, IReadOnlyList<string> pictures)
    {
        html.Add($"<figure class=\"worst\"><figcaption><b>{row.Name}</b><span>{string.Join(" · ", row.Metrics.Select(metric => $"{metric.Title} {Show.Value(metric)}"))} · #{row.Index}</span></figcaption><div class=\"panels\">\n");
        string[] titles = ["image", "truth", "prediction", "difference"];
        for (var i = 0; i < titles.Length; i++)
        {
            html.Add($"<div class=\"panel {titles[i]}\" style=\"aspect-ratio:{row.Aspect:0.####}\"><img alt=\"{titles[i]} of {row.Name}\" src=\"");
            html.Raw(pictures[i]).Add($"\"><span>{titles[i]}</span></div>\n");
        }

        html.Raw("</div></figure>\n");
    }
}
