using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs.Results;

namespace Panoptes.Reports.Comparisons;

/// <summary>The same images as all runs segment them, chosen by the largest difference in confused area, in both directions.</summary>
internal static class ImagesSection
{
    private const int MostSegments = 3;
    private const long MostBytes = 20 << 20;

    /// <summary>Writes it; nothing where there are no images.</summary>
    public static void Write(Html html, RunComparison comparison)
    {
        if (comparison.Images.Count == 0)
        {
            return;
        }

        html.Raw("<section id=\"images\">\n<h2>The same images</h2>\n");
        var budget = NewBudget();
        WriteImages(html, comparison, budget);
        WriteLeftOut(html, budget);
        html.Raw("</section>\n");
    }

    /// <summary>What the pictures of a page may take.</summary>
    public static PictureBudget NewBudget() => new(MostBytes);

    /// <summary>Writes the images of a comparison; nothing where there are none.</summary>
    public static void WriteImages(Html html, RunComparison comparison, PictureBudget budget)
    {
        if (comparison.Images.Count == 0)
        {
            return;
        }

        html.Raw("<p class=\"note\">Chosen by the largest difference in confused area, ");
        html.Raw("in both directions alike. Confused predictions are magenta, with the contour of each thing that they mix in its color; ");
        html.Raw("other things have a white contour. Predicted again for this page with each run's own weights and settings.</p>\n");
        foreach (var group in comparison.Images.GroupBy(image => (image.Choice.Other, image.Choice.IsWorseInFirst)))
        {
            var (worse, better) = (comparison.Runs[0], comparison.Runs[group.Key.Other]);
            (worse, better) = group.Key.IsWorseInFirst ? (worse, better) : (better, worse);
            html.Add($"<div class=\"card\"><h3>{worse.Title} confuses more than {better.Title} ");
            html.Add($"<small>{group.Count()} images</small></h3>\n");
            foreach (var image in group)
            {
                Row(comparison, image).Write(html, budget);
            }

            html.Raw("</div>\n");
        }
    }

    /// <summary>Says how many pictures did not fit.</summary>
    public static void WriteLeftOut(Html html, PictureBudget budget)
    {
        if (budget.LeftOut > 0)
        {
            html.Add($"<p class=\"note\">{budget.LeftOut} images were left out to keep this page below {MostBytes >> 20} MiB.</p>\n");
        }
    }

    private static PictureRow Row(RunComparison comparison, ComparedImage image)
    {
        var runs = comparison.Runs;
        var areas = runs.Zip(image.Choice.Pixels, (run, pixels) => $"{run.Letter} {Show.Count(pixels)} px");
        return new PictureRow(
            image.Choice.Name,
            $"confused area: {string.Join(", ", areas)} · #{image.Choice.Index}",
            image.Aspect,
            [
                new PicturePanel("truth") { Jpeg = image.Truth },
                .. image.Predictions.Select((picture, run) => new PicturePanel(runs[run].Title) { Jpeg = picture }),
            ])
        {
            Lines =
            [
                .. image.Confused.SelectMany((segments, run) => segments.Take(MostSegments).Select(segment => new PictureLine(
                    $"{runs[run].Letter}: {ConfusedCard.Words(segment)}",
                    [.. segment.Covers.Select(thing => (ConfusedCard.Words(thing), thing.Color))]))),
            ],
        };
    }
}
