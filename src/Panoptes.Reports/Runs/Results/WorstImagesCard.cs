using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Imaging.Drawing;
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
        html.Add(
            $"<div class=\"card\"><h3>Worst images <small>{first}click a picture to enlarge it and to page through all</small></h3>\n");
        html.Raw("<div class=\"tools\">");
        Panel.WriteOpacity(html);
        html.Raw("</div>\n");
        var isSemantic = kind.Kind == "semantic";
        ClassLegend.Write(
            html,
            [.. kind.Classes.Where(row => !kind.IsAbsent(row)).Select(row => new NamedColor(row.Name, row.Color))],
            [],
            "",
            "in the last picture",
            isSemantic
                ? [new("wrong", DifferenceMap.Wrong.Hex)]
                : [.. PictureKey.Errors.Select(error => new NamedColor(error.Meaning, error.Color.Hex))]);
        var leftOut = budget.LeftOut;
        foreach (var row in rows)
        {
            string At(string? name) => Path.Combine(data.PictureFolder, name ?? "");
            if (budget.Embed(At(row.Image), At(row.Truth), At(row.Prediction), At(row.Difference)) is { } pictures)
            {
                Image(html, row, pictures, isSemantic ? "difference" : "errors");
            }
        }

        if (budget.LeftOut > leftOut)
        {
            html.Add($"<p class=\"note\">{budget.LeftOut - leftOut} images were left out to keep this page below ");
            html.Add($"{data.Config.Report.MaxImagesMib:0.#} MiB of pictures (report.max_images_mib).</p>\n");
        }

        html.Raw("</div>\n");
    }

    private static void Image(Html html, ImageRow row, IReadOnlyList<string> pictures, string last)
    {
        var numbers = string.Join(" · ", row.Metrics.Select(metric => $"{metric.Title} {Show.Value(metric)}"));
        Panel.Begin(html, row.Name, $"{numbers} · #{row.Index}");
        foreach (var (title, picture) in new[] { "image", "truth", "prediction", last }.Zip(pictures))
        {
            Panel.Write(html, title, title, row.Name, row.Aspect, picture);
        }

        html.Raw("</div></figure>\n");
    }
}
