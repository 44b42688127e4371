using System.Globalization;
using Panoptes.Experiments.Predictions;
using Panoptes.Foundation;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Predictions;

/// <summary>
/// The page over a folder of predictions: a legend, videos, and every overlay over its photograph, which the page names and does not hold,
/// so that it stays small over thousands of images. Images are filtered by name and by what was found in them.
/// </summary>
public static class GalleryPage
{
    private const int MostGrids = 600;

    /// <summary>Writes the page.</summary>
    /// <param name="gallery">What was predicted.</param>
    /// <param name="path">The HTML file, in the folder of the predictions.</param>
    public static void Write(PredictionGallery gallery, string path)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        AtomicFile.WriteText(path, Render(gallery));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(PredictionGallery gallery)
    {
        var found = gallery.Images.SelectMany(image => image.Grid?.Classes ?? []).Distinct().Order().ToArray();
        var areKnown = gallery.Images.Any(image => image.Grid is not null);
        NamedColor[] classes = [.. gallery.Classes.Select(look => new NamedColor(look.Name, look.Color.Hex))];
        return Page.Render(
            new PageHead("predictions", gallery.Title, [new("legend", "Legend"), new("images", "Images")]),
            html =>
            {
                html.Raw("<section id=\"legend\">\n");
                html.Add($"<p class=\"lead\">{gallery.Images.Count} images.</p>\n<div class=\"card\">");
                ClassLegend.Write(
                    html,
                    areKnown ? [.. found.Where(id => id < classes.Length).Select(id => classes[id])] : classes,
                    areKnown ? [.. classes.Where((_, id) => !found.Contains(id)).Select(known => known.Name)] : [],
                    "found in no image");
                html.Raw("</div>\n</section>\n<section id=\"images\" style=\"--opacity:1\">\n<h2>Images</h2>\n");
                Tools(html, gallery, [.. found.Where(id => id < classes.Length).Select(id => classes[id].Name)]);
                html.Raw("<div id=\"examples\">\n");
                foreach (var video in gallery.Videos)
                {
                    List<(int, PredictedPicture)> frames = [.. gallery.Images.Index().Where(image => IsOf(image.Item, video))];
                    html.Add($"<figure><figcaption>{video.Name}</figcaption>");
                    html.Add($"<video controls src=\"{Address(video.Overlay)}\"></video></figure>\n");
                    html.Add($"<details><summary>{frames.Count} frames</summary>\n");
                    Figures(html, frames, classes);
                    html.Raw("</details>\n");
                }

                Figures(
                    html, gallery.Images.Index().Where(image => !gallery.Videos.Any(video => IsOf(image.Item, video))), classes);
                html.Raw("</div>\n</section>\n");
            },
            new PageData { Classes = classes });
    }

    private static void Tools(Html html, PredictionGallery gallery, IReadOnlyList<string> found)
    {
        html.Raw("<div class=\"card tools\" id=\"filters\" role=\"group\" aria-label=\"filter the images\">");
        html.Raw("<label>name <input type=\"search\" data-filter=\"image\"></label>");
        if (found.Count > 0)
        {
            html.Raw("<label>has class <select data-filter=\"classes\"><option value=\"\">any</option>");
            foreach (var name in found)
            {
                html.Add($"<option>{name}</option>");
            }

            html.Raw("</select></label>");
        }

        if (gallery.Images.Any(image => image.Photograph is not null))
        {
            Panel.WriteOpacity(html, "overlay opacity", "1");
        }

        html.Raw("<button type=\"button\" id=\"all\">show all</button><output id=\"count\"></output></div>\n");
    }

    private static void Figures(Html html, IEnumerable<(int Place, PredictedPicture Image)> images, NamedColor[] classes)
    {
        html.Raw("<div class=\"gallery\">\n");
        foreach (var (place, image) in images)
        {
            Figure(html, image, classes, place < MostGrids);
        }

        html.Raw("</div>\n");
    }

    private static void Figure(Html html, PredictedPicture image, NamedColor[] classes, bool hasGrid)
    {
        var names = (image.Grid?.Classes ?? []).Where(id => id < classes.Length).Select(id => classes[id].Name);
        html.Add($"<figure data-image=\"{image.Name}\" data-classes=\"{string.Join('\n', names)}\"");
        if (hasGrid && image.Grid is { } grid)
        {
            html.Add($" data-runs=\"{grid.Runs}\"");
        }

        var aspect = ((double)image.Width / image.Height).ToString("0.####", CultureInfo.InvariantCulture);
        html.Raw(image.Photograph is null ? "><div class=\"panel\"" : "><div class=\"panel layered\"");
        html.Add($" style=\"--aspect:{aspect}\">");
        if (image.Photograph is { } photograph)
        {
            html.Add($"<img loading=\"lazy\" alt=\"\" src=\"{Address(photograph)}\">");
        }

        html.Add($"<img loading=\"lazy\" alt=\"{image.Name}\" src=\"{Address(image.Overlay)}\"></div>");
        html.Add($"<figcaption>{image.Name}</figcaption></figure>\n");
    }

    private static bool IsOf(PredictedPicture image, PredictedVideo video) =>
        image.Name.StartsWith($"{video.Name}/", StringComparison.Ordinal);

    // A name may hold what an address may not.
    private static string Address(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
