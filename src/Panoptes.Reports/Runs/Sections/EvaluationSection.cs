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
                html.Add($"<button type=\"button\" role=\"tab\" data-tab=\"{file.Key}\">{file.Title} <small>{Show.Percent(file.MeanIou)}</small></button>");
            }

            html.Raw("</div>\n");
        }

        for (var i = 0; i < data.Evaluations.Count; i++)
        {
            var file = data.Evaluations[i];
            html.Add($"<article class=\"tab\" data-tab=\"{file.Key}\">\n");
            Scores(html, file);
            html.Raw("<div class=\"columns\">\n<div class=\"stack\">\n");
            Classes(html, file);
            Lost(html, file);
            html.Raw("</div>\n");
            ConfusionCard.Write(html, i);
            html.Raw("</div>\n");
            WorstImages(html, data, file, budget);
            html.Raw("</article>\n");
        }

        html.Raw("</section>\n");
    }

    private static void Scores(Html html, EvaluationFile file)
    {
        html.Add($"<p class=\"lead\"><b>{file.Title}</b>: mIoU <b>{Show.Percent(file.MeanIou)}</b> · pixel accuracy {Show.Percent(file.PixelAccuracy)} · mean accuracy {Show.Percent(file.MeanAccuracy)} · frequency-weighted IoU {Show.Percent(file.FrequencyWeightedIou)} · mean F1 {Show.Percent(file.MeanF1)}");
        if (file.Loss is { } loss)
        {
            html.Add($" · cross-entropy {Show.Number(loss)}");
        }

        var present = file.Classes.Count(row => !row.IsAbsent);
        html.Add($"</p>\n<p class=\"note\">{file.Images} images, {Show.Short(file.ValidPixels)} labeled pixels, {present} of {file.Classes.Count} classes present; {file.Weights} weights of step {Show.Count(file.Step)}; {file.Protocol}; {ProgressText.Time(TimeSpan.FromSeconds(file.Seconds))}; {Show.Moment(file.Utc)}. All rates in %.</p>\n");
        foreach (var note in file.Notes)
        {
            html.Add($"<p class=\"note\">Note: {note}.</p>\n");
        }
    }

    private static void Classes(Html html, EvaluationFile file)
    {
        html.Add($"<div class=\"card grow\"><h3>Classes <small>{file.Protocol}</small></h3>").Raw("<div class=\"scroll\"><table class=\"sortable\"><thead><tr><th data-sort=\"text\">class</th><th class=\"n\" data-sort=\"number\" aria-sort=\"none\">IoU</th><th class=\"n\" data-sort=\"number\">accuracy</th><th class=\"n\" data-sort=\"number\">precision</th><th class=\"n\" data-sort=\"number\">recall</th><th class=\"n\" data-sort=\"number\">F1</th><th class=\"n\" data-sort=\"number\">pixels</th><th class=\"n\" data-sort=\"number\">share</th></tr></thead><tbody>\n");
        foreach (var row in file.Classes)
        {
            var color = HexColor.Checked(row.Color);
            if (row.IsAbsent)
            {
                html.Add($"<tr class=\"absent\"><td><i class=\"dot\" style=\"background:{color}\"></i>{row.Name}</td><td class=\"n\" colspan=\"5\">absent: neither labeled nor predicted</td><td class=\"n\" data-value=\"0\">0</td><td class=\"n\" data-value=\"0\">–</td></tr>\n");
                continue;
            }

            var share = file.ValidPixels > 0 ? (double)row.TruthPixels / file.ValidPixels : 0;
            html.Add($"<tr><td><i class=\"dot\" style=\"background:{color}\"></i>{row.Name}</td>");
            html.Add($"<td class=\"n bar\" data-value=\"{row.Iou ?? -1:R}\"><div><u><i style=\"width:{100 * (row.Iou ?? 0):0.0}%;background:{color}\"></i></u><span>{Show.Percent(row.Iou)}</span></div></td>");
            foreach (var value in new[] { row.Accuracy, row.Precision, row.Recall, row.F1 })
            {
                html.Add($"<td class=\"n\" data-value=\"{value ?? -1:R}\">{Show.Percent(value)}</td>");
            }

            html.Add($"<td class=\"n\" data-value=\"{row.TruthPixels}\" title=\"{Show.Count(row.TruthPixels)} labeled, {Show.Count(row.PredictedPixels)} predicted\">{Show.Short(row.TruthPixels)}</td><td class=\"n\" data-value=\"{share:R}\">{Show.Percent(share)}</td></tr>\n");
        }

        html.Raw("</tbody></table></div></div>\n");
    }

    private static void Lost(Html html, EvaluationFile file)
    {
        var pairs = new List<(ClassRow Truth, ClassRow Prediction, long Pixels)>();
        for (var truth = 0; truth < file.Classes.Count; truth++)
        {
            for (var prediction = 0; prediction < file.Classes.Count; prediction++)
            {
                if (truth != prediction && file.Confusion[truth][prediction] > 0)
                {
                    pairs.Add((file.Classes[truth], file.Classes[prediction], file.Confusion[truth][prediction]));
                }
            }
        }

        if (pairs.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"card\"><h3>Where most pixels are lost</h3><ol class=\"lost\">\n");
        foreach (var (truth, prediction, pixels) in pairs.OrderByDescending(pair => pair.Pixels).Take(MostConfusions))
        {
            html.Add($"<li><i class=\"dot\" style=\"background:{HexColor.Checked(truth.Color)}\"></i>{truth.Name} <em>taken for</em> <i class=\"dot\" style=\"background:{HexColor.Checked(prediction.Color)}\"></i>{prediction.Name}<span>{Show.Percent((double)pixels / Math.Max(1, truth.TruthPixels))} % of it · {Show.Short(pixels)} px</span></li>\n");
        }

        html.Raw("</ol></div>\n");
    }

    private static void WorstImages(Html html, RunPageData data, EvaluationFile file, PictureBudget budget)
    {
        var rows = file.WorstImages.Where(row => row.Image is not null).Take(data.Config.Report.Images).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"card\"><h3>Worst images <small>lowest mean IoU over the classes in the image first; click a picture to enlarge it</small></h3>\n");
        html.Raw("<div class=\"tools\"><label>label opacity <input class=\"opacity\" type=\"range\" min=\"0\" max=\"1\" step=\"0.05\" value=\"0.6\"></label><span class=\"chips\">");
        foreach (var row in file.Classes.Where(row => !row.IsAbsent))
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
        html.Add($"<figure class=\"worst\"><figcaption><b>{row.Name}</b><span>mIoU {Show.Percent(row.MeanIou)} · pixel accuracy {Show.Percent(row.PixelAccuracy)} · #{row.Index}</span></figcaption><div class=\"panels\">\n");
        string[] titles = ["image", "truth", "prediction", "difference"];
        for (var i = 0; i < titles.Length; i++)
        {
            html.Add($"<div class=\"panel {titles[i]}\" style=\"aspect-ratio:{row.Aspect:0.####}\"><img alt=\"{titles[i]} of {row.Name}\" src=\"");
            html.Raw(pictures[i]).Add($"\"><span>{titles[i]}</span></div>\n");
        }

        html.Raw("</div></figure>\n");
    }
}
