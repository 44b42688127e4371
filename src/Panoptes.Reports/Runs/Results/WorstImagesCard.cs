using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>The worst images of a kind: image, truth, prediction, and what is wrong.</summary>
internal static class WorstImagesCard
{
    /// <summary>Writes it; nothing where no picture was made.</summary>
    public static void Write(Html html, RunPageData data, KindRecord kind, PictureBudget budget)
    {
        var rows = kind.WorstImages.Where(row => row.Image is not null).Take(data.Config.Report.Images).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var first = rows[0].Metrics is [var metric, ..] ? $"lowest {metric.Title} first; " : "";
        html.Add($"<div class=\"card\"><h3>Worst images <small>{first}click a picture to enlarge it</small></h3>\n");
        html.Raw("<div class=\"tools\"><label>label opacity ");
        html.Raw("<input class=\"opacity\" type=\"range\" min=\"0\" max=\"1\" step=\"0.05\" value=\"0.6\"></label><span class=\"chips\">");
        foreach (var row in kind.Classes.Where(row => !kind.IsAbsent(row)))
        {
            ColorChips.Write(html, row.Name, row.Color);
        }

        Errors(html, kind.Kind);
        html.Raw("</span></div>\n");
        var leftOut = budget.LeftOut;
        foreach (var row in rows)
        {
            string At(string? name) => Path.Combine(data.PictureFolder, name ?? "");
            if (budget.Embed(At(row.Image), At(row.Truth), At(row.Prediction), At(row.Difference)) is { } pictures)
            {
                Image(html, row, pictures, kind.Kind == "semantic" ? "difference" : "errors");
            }
        }

        if (budget.LeftOut > leftOut)
        {
            html.Add($"<p class=\"note\">{budget.LeftOut - leftOut} images were left out to keep this page below ");
            html.Add($"{data.Config.Report.MaxImagesMib:0.#} MiB of pictures (report.max_images_mib).</p>\n");
        }

        html.Raw("</div>\n");
    }

    // What the colors of the last picture mean.
    private static void Errors(Html html, string kind)
    {
        if (kind == "semantic")
        {
            html.Raw("<span class=\"chip\"><i class=\"wrong\"></i>wrong</span><span class=\"chip\"><i class=\"void\"></i>void</span>");
            return;
        }

        foreach (var (meaning, color) in PictureKey.Errors)
        {
            ColorChips.Write(html, meaning, color.Hex);
        }
    }

    private static void Image(Html html, ImageRow row, IReadOnlyList<string> pictures, string last)
    {
        var numbers = string.Join(" · ", row.Metrics.Select(metric => $"{metric.Title} {Show.Value(metric)}"));
        html.Add($"<figure class=\"worst\"><figcaption><b>{row.Name}</b><span>{numbers} · #{row.Index}</span></figcaption>");
        html.Raw("<div class=\"panels\">\n");
        foreach (var (title, picture) in new[] { "image", "truth", "prediction", last }.Zip(pictures))
        {
            html.Add($"<div class=\"panel {title}\" style=\"aspect-ratio:{row.Aspect:0.####}\"><img alt=\"{title} of {row.Name}\" src=\"");
            html.Raw(picture).Add($"\"><span>{title}</span></div>\n");
        }

        html.Raw("</div></figure>\n");
    }
}
