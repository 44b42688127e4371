using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs.Results;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>
/// Results of every split measured, one tab each; of each kind of evaluation its numbers, classes, confusion, curves, worst images.
/// </summary>
internal static class EvaluationSection
{
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
            html.Raw("<div class=\"tabs\" role=\"tablist\" aria-label=\"evaluations\">");
            foreach (var file in data.Evaluations)
            {
                html.Add($"<button type=\"button\" role=\"tab\" data-tab=\"{file.Key}\">{file.Title} ");
                html.Add($"<small>{Show.Value(file.Primary)}</small></button>");
            }

            html.Raw("</div>\n");
        }

        // Counts matrices and curves as RunCharts does, which hands them to the page's script.
        var (matrix, curve) = (0, 0);
        foreach (var file in data.Evaluations)
        {
            html.Add($"<article class=\"tab\" data-tab=\"{file.Key}\" aria-label=\"{file.Title}\"");
            html.Raw(data.Evaluations.Count > 1 ? " role=\"tabpanel\">\n" : ">\n");
            About(html, file);
            foreach (var kind in file.Kinds)
            {
                Lead(html, file, kind);
                MeansCard.Write(html, kind);
                html.Raw("<div class=\"columns\">\n<div class=\"stack\">\n");
                ClassesCard.Write(html, kind);
                LostCard.Write(html, kind);
                html.Raw("</div>\n<div class=\"stack\">\n");
                if (kind.Confusion.Count > 0)
                {
                    ConfusionCard.Write(html, matrix++);
                }

                foreach (var lines in CurveCard.Shown(kind))
                {
                    CurveCard.Write(html, lines, curve++);
                }

                html.Raw("</div>\n</div>\n");
                ConfusedCard.Write(html, data, kind, budget);
                WorstImagesCard.Write(html, data, kind, budget);
            }

            html.Raw("</article>\n");
        }

        html.Raw("</section>\n");
    }

    private static void Lead(Html html, EvaluationFile file, KindRecord kind)
    {
        html.Add($"<p class=\"lead\"><b>{file.Title}{(file.Kinds.Count > 1 ? $", {kind.Kind}" : "")}</b>:");
        var shown = kind.Metrics.Where((metric, place) => place == 0 || !MeansCard.Holds(kind, metric.Name)).ToList();
        for (var i = 0; i < shown.Count; i++)
        {
            html.Add($"{(i == 0 ? " " : " · ")}{shown[i].Title} ");
            html.Raw(i == 0 ? "<b>" : "").Add($"{Show.Value(shown[i])}").Raw(i == 0 ? "</b>" : "");
            html.Raw(MeanNote.Of(kind, shown[i].Name) is { Length: > 0 } note ? $" <small>{note}</small>" : "");
            IntervalText.Write(html, shown[i].Low, shown[i].High);
        }

        var classes = ClassesCard.Shown(kind);
        var present = classes.Count(row => !kind.IsAbsent(row));
        var pixels = kind.ValidPixels > 0 ? $"{Show.Short(kind.ValidPixels)} labeled pixels, " : "";
        var intervals = kind.Metrics.Any(metric => metric.Low is not null) ? $"; {IntervalText.Meaning}" : "";
        html.Add($"</p>\n<p class=\"note\">{pixels}{present} of {classes.Count} classes present. All rates in %{intervals}.</p>\n");
        foreach (var remark in kind.Remarks)
        {
            html.Add($"<p class=\"note\">Flattened: {remark}.</p>\n");
        }
    }

    private static void About(Html html, EvaluationFile file)
    {
        html.Add($"<p class=\"note\">Protocol: {file.Protocol}; {file.Images} images; ");
        html.Add($"{file.Weights} weights of step {Show.Count(file.Step)}; ");
        html.Add($"{ProgressText.Time(TimeSpan.FromSeconds(file.Seconds))}; {Show.Moment(file.Utc)}.</p>\n");
        foreach (var note in file.Notes)
        {
            html.Add($"<p class=\"note\">Note: {note}.</p>\n");
        }
    }
}
