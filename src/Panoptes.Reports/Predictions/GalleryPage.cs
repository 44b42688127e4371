using Panoptes.Experiments.Predictions;
using Panoptes.Foundation;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Predictions;

/// <summary>
/// The page over a folder of predictions: a legend, videos, and every overlay, which the page names and does not hold, so that it stays
/// small over thousands of images.
/// </summary>
public static class GalleryPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="gallery">What was predicted.</param>
    /// <param name="path">The HTML file, in the folder of the predictions.</param>
    public static void Write(PredictionGallery gallery, string path)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        AtomicFile.WriteText(path, Render(gallery));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(PredictionGallery gallery) => Page.Render(
        new PageHead("predictions", gallery.Title, [new("legend", "Legend"), new("images", "Images")]),
        html =>
        {
            html.Raw("<section id=\"legend\">\n");
            html.Add($"<p class=\"lead\">{gallery.Images.Count} images.</p>\n<div class=\"card chips\">");
            foreach (var look in gallery.Classes)
            {
                ColorChips.Write(html, look.Name, look.Color.Hex);
            }

            html.Raw("</div>\n</section>\n<section id=\"images\">\n");
            foreach (var video in gallery.Videos)
            {
                List<PredictedPicture> frames = [.. gallery.Images.Where(image => IsOf(image, video))];
                html.Add($"<figure><figcaption>{video.Name}</figcaption>");
                html.Add($"<video controls src=\"{Address(video.Overlay)}\"></video></figure>\n");
                html.Add($"<details><summary>{frames.Count} frames</summary>\n");
                Pictures(html, frames);
                html.Raw("</details>\n");
            }

            Pictures(html, gallery.Images.Where(image => !gallery.Videos.Any(video => IsOf(image, video))));
            html.Raw("</section>\n");
        });

    private static void Pictures(Html html, IEnumerable<PredictedPicture> images)
    {
        html.Raw("<div class=\"gallery\">\n");
        foreach (var image in images)
        {
            html.Add($"<figure><a href=\"{Address(image.Overlay)}\"><img loading=\"lazy\" alt=\"{image.Name}\" width=\"{image.Width}\" "
                + $"height=\"{image.Height}\" src=\"{Address(image.Overlay)}\"></a><figcaption>{image.Name}</figcaption></figure>\n");
        }

        html.Raw("</div>\n");
    }

    private static bool IsOf(PredictedPicture image, PredictedVideo video) =>
        image.Name.StartsWith($"{video.Name}/", StringComparison.Ordinal);

    // A name may hold what an address may not.
    private static string Address(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
