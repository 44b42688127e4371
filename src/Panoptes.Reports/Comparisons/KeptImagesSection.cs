using Panoptes.Experiments.Comparisons;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Comparisons;

/// <summary>A picture of an image that several runs kept pictures of.</summary>
/// <param name="Kind">What it is to the others (<see cref="Panel"/>).</param>
/// <param name="Title">What it shows.</param>
/// <param name="Run">The place of the run.</param>
/// <param name="File">The run's picture; null for the map of where the first run or this one is right.</param>
internal sealed record KeptPanel(string Kind, string Title, int Run, string? File);

/// <summary>The same images as runs labeled them, from the pictures that their evaluations kept.</summary>
internal static class KeptImagesSection
{
    private const int MostImages = 24;

    /// <summary>The way to it.</summary>
    public static PageLink Link { get; } = new("same", "Worst images");

    /// <summary>Writes it; nothing where there are no images.</summary>
    /// <param name="html">The page.</param>
    /// <param name="comparison">The runs.</param>
    /// <param name="images">The images (<see cref="SameImages.Of"/>).</param>
    /// <param name="addresses">The addresses of an image's pictures; null where it is left out.</param>
    public static void Write(
        Html html, RunComparison comparison, IReadOnlyList<SameImage> images,
        Func<SameImage, IReadOnlyList<KeptPanel>, IReadOnlyList<string>?> addresses)
    {
        if (images.Count == 0)
        {
            return;
        }

        html.Add($"<section id=\"{Link.Id}\">\n<h2>Worst images side by side</h2>\n<p class=\"note\">Those among the worst of A and of ");
        html.Raw("another run, whose evaluations kept pictures of them: no choice of typical images.");
        if (images.Any(image => image.HasMap))
        {
            html.Raw(" By the evaluation's own count (classes of pixels, matched segments, found objects) the last pictures show where ");
            html.Add($"<span class=\"chip\"><i style=\"background:{SameImages.FirstIsRight.Hex}\"></i>A is right and the other ");
            html.Add($"wrong</span> and where <span class=\"chip\"><i style=\"background:{SameImages.OtherIsRight.Hex}\"></i>the other ");
            html.Raw("is right and A wrong</span>.");
        }

        html.Raw("</p>\n<div class=\"card\"><div class=\"tools\">");
        Panel.WriteOpacity(html);
        html.Raw("<span>click a picture to enlarge it and to page through all; point at one to read its classes</span></div>\n");
        ClassLegend.Write(
            html, [.. comparison.Runs[0].Summary.Classes.Select(row => new NamedColor(row.Name, HexColor.Checked(row.Color)))], [], "");
        foreach (var image in images.Take(MostImages))
        {
            var panels = Panels(comparison, image);
            if (addresses(image, panels) is not { } found)
            {
                continue;
            }

            Panel.Begin(html, image.Name, $"#{image.Index}");
            foreach (var (panel, address) in panels.Zip(found).Where(pair => pair.Second.Length > 0))
            {
                Panel.Write(html, panel.Kind, panel.Title, image.Name, image.Aspect, address);
            }

            html.Raw("</div></figure>\n");
        }

        html.Raw("</div>\n</section>\n");
    }

    private static List<KeptPanel> Panels(RunComparison comparison, SameImage image)
    {
        var rows = image.Rows.OrderBy(row => row.Key).ToList();
        return
        [
            new("image", "image", 0, image.Rows[0].Image),
            new("truth", "truth", 0, image.Rows[0].Truth),
            .. rows.Select(row => new KeptPanel("prediction", comparison.Runs[row.Key].Title, row.Key, row.Value.Prediction)),
            .. rows.Where(row => row.Key > 0 && image.HasMap)
                .Select(row => new KeptPanel("outcome", $"A or {comparison.Runs[row.Key].Letter} right", row.Key, null)),
        ];
    }
}
