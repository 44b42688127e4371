using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Scores;

/// <summary>The worst images of a score, with labels in the colors of classes over the photographs that there are.</summary>
internal static class PicturesSection
{
    /// <summary>Writes it; nothing where there is no picture.</summary>
    public static void Write(Html html, ScoreReport report, IReadOnlyList<ScorePicture> pictures)
    {
        if (pictures.Count == 0)
        {
            return;
        }

        html.Raw("<section id=\"worst\">\n<h2>Worst images</h2>\n<div class=\"card\"><div class=\"tools\">");
        WriteOpacity(html, pictures);
        html.Raw("<span>click a picture to enlarge it and to page through all; point at one to read its class</span></div>\n");
        ClassLegend.Write(
            html,
            [.. report.ClassColors.Where(known => !report.Absent.Contains(known.Name)).Select(Of)], [], "", "what is wrong",
            [.. report.PictureKey.Select(Of)]);
        if (!HavePhotographs(pictures))
        {
            html.Raw("<p class=\"note\">Without photographs: <code>--images</code> and their folder show them below the labels.</p>\n");
        }

        foreach (var picture in pictures)
        {
            Panel.Begin(html, picture.Name, picture.Note, picture.Panels.Count);
            Panels(html, picture);
            html.Raw("</div></figure>\n");
        }

        html.Raw("</div>\n</section>\n");
    }

    /// <summary>Writes the slider of how strong labels are; nothing where there is no photograph below them.</summary>
    public static void WriteOpacity(Html html, IEnumerable<ScorePicture> pictures)
    {
        if (HavePhotographs(pictures))
        {
            Panel.WriteOpacity(html);
        }
    }

    /// <summary>Writes the pictures of an image.</summary>
    public static void Panels(Html html, ScorePicture picture)
    {
        foreach (var panel in picture.Panels)
        {
            Panel.Write(html, Kind(panel.Kind), panel.Title, picture.Name, picture.Aspect, EmbeddedPicture.Of(panel.Encoded));
        }
    }

    private static bool HavePhotographs(IEnumerable<ScorePicture> pictures) =>
        pictures.SelectMany(picture => picture.Panels).Any(panel => panel.Kind == PanelKind.Photograph);

    private static NamedColor Of((string Name, Imaging.Rgb Color) named) => new(named.Name, named.Color.Hex);

    private static string Kind(PanelKind kind) => kind switch
    {
        PanelKind.Photograph => "image",
        PanelKind.Truth => "truth",
        PanelKind.Prediction => "prediction",
        _ => "outcome",
    };
}
