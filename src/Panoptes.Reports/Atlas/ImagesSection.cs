using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Pictures;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Scores;

namespace Panoptes.Reports.Atlas;

/// <summary>The worst and the best images.</summary>
internal static class ImagesSection
{
    /// <summary>Writes them.</summary>
    public static void Write(Html html, AtlasReport report, AtlasPictures pictures)
    {
        var by = report.Options.RanksByPixels ? "share of right pixels" : "panoptic quality over all segments of the image";
        html.Add($"<section id=\"images\">\n<h2>Worst and best images</h2>\n<p class=\"note\">By {by}.</p>\n");
        html.Raw("<div class=\"tools\">");
        PicturesSection.WriteOpacity(html, pictures.Images.Values);
        html.Raw("</div>\n<div class=\"stack\">\n");
        Group(html, "Worst", report.Worst, pictures);
        Group(html, "Best", report.Best, pictures);
        html.Raw("</div>\n</section>\n");
    }

    private static void Group(Html html, string title, IReadOnlyList<AtlasImage> images, AtlasPictures pictures)
    {
        html.Add($"<div class=\"card\"><h3>{title}</h3>\n");
        foreach (var image in images)
        {
            var picture = pictures.Images[image.Index];
            Panel.Begin(html, image.Name, $"{ScoreText.Cell(image.Quality)} %, {image.Errors} errors", picture.Panels.Count);
            PicturesSection.Panels(html, picture);
            html.Raw("</div></figure>\n");
        }

        html.Raw("</div>\n");
    }
}
