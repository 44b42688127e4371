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
    /// <param name="html">The page.</param>
    /// <param name="comparison">The runs, with what was predicted again.</param>
    /// <param name="kept">Images that runs kept pictures of.</param>
    public static void Write(Html html, RunComparison comparison, IReadOnlyList<SameImage> kept)
    {
        var budget = NewBudget();
        if (comparison.Images.Count > 0)
        {
            html.Raw("<section id=\"images\">\n<h2>The same images</h2>\n");
            WriteImages(html, comparison, budget);
            html.Raw("</section>\n");
        }

        KeptImagesSection.Write(html, comparison, kept, (image, panels) => Embedded(comparison, image, panels, budget));
        WriteLeftOut(html, budget);
    }

    /// <summary>What the pictures of a page may take.</summary>
    public static PictureBudget NewBudget() => new(MostBytes);

    /// <summary>Says how many pictures did not fit.</summary>
    public static void WriteLeftOut(Html html, PictureBudget budget)
    {
        if (budget.LeftOut > 0)
        {
            html.Add($"<p class=\"note\">{budget.LeftOut} images were left out to keep this page below {MostBytes >> 20} MiB.</p>\n");
        }
    }

    /// <summary>Writes the images of a comparison that were predicted again; nothing where there are none.</summary>
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
            html.Add($"<div class=\"card\" style=\"--opacity:1\"><h3>{worse.Title} confuses more than {better.Title} ");
            html.Add($"<small>{group.Count()} {(group.Count() == 1 ? "image" : "images")}</small></h3>\n<div class=\"tools\">");
            Panel.WriteOpacity(html, opacity: "1");
            html.Raw("<span>click a picture to enlarge it and to page through all; point at one to read what is there</span></div>\n");
            foreach (var image in group)
            {
                Row(comparison, image).Write(html, budget);
            }

            html.Raw("</div>\n");
        }
    }

    private static IReadOnlyList<string>? Embedded(
        RunComparison comparison, SameImage image, IReadOnlyList<KeptPanel> panels, PictureBudget budget)
    {
        string At(int run, string file) => Path.Combine(comparison.Runs[run].Folder.FullPath, "evaluation", file);
        JudgedPictures Judged(int run)
        {
            var row = image.Rows[run];
            return new JudgedPictures(row.Judged is null ? null : At(run, row.Judged), At(run, row.Truth!), At(run, row.Prediction!));
        }

        if (panels.Any(panel => panel.File is { } file && !File.Exists(At(panel.Run, file))))
        {
            return null;
        }

        // A map between pictures of different sizes there is none of: nothing stands in its place.
        var pictures = panels.Select(panel => panel.File is { } file
            ? File.ReadAllBytes(At(panel.Run, file))
            : SameImages.Map(Judged(0), Judged(panel.Run)) ?? []).ToList();
        return budget.Embed(pictures) is { } addresses
            ? [.. pictures.Zip(addresses, (picture, address) => picture.Length > 0 ? address : "")] : null;
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
                new PicturePanel("image") { Encoded = image.Image, Kind = "image" },
                new PicturePanel("truth") { Encoded = image.Truth, Kind = "truth" },
                .. image.Predictions.Select((picture, run) => new PicturePanel(runs[run].Title) { Encoded = picture, Kind = "prediction" }),
            ])
        {
            Meanings = ConfusedCard.Meanings(image.Confused.SelectMany(segments => segments)),
            Lines =
            [
                .. image.Confused.SelectMany((segments, run) => segments.Take(MostSegments).Select(segment => new PictureLine(
                    $"{runs[run].Letter}: {ConfusedCard.Words(segment)}",
                    [.. segment.Covers.Select(thing => (ConfusedCard.Words(thing), thing.Color))]))),
            ],
        };
    }
}
