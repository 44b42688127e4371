using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>What the network was really shown: the first batch after all transforms, with label boundaries.</summary>
internal static class BatchSection
{
    /// <summary>Writes it, where there is a contact sheet.</summary>
    public static void Write(Html html, RunPageData data, PictureBudget budget)
    {
        if (data.BatchSheet is not { } sheet || budget.Embed(sheet) is not { } pictures)
        {
            return;
        }

        html.Raw("<section id=\"batch\">\n<h2>First batch</h2>\n<p class=\"note\">Exactly what the network was shown: after scaling, "
            + "cropping, mirroring and photometric distortion, with the boundaries of the labels drawn on the images.</p>\n");
        html.Raw("<div class=\"panel sheet\"><img alt=\"contact sheet of the first batch\" src=\"").Raw(pictures[0])
            .Raw("\"></div>\n</section>\n");
    }
}
