using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>What changes how pictures look: how opaque labels are, boxes, the size of the grid.</summary>
internal static class ViewTools
{
    /// <summary>Writes it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="data">The data set.</param>
    /// <param name="hasSize">Whether pictures can be made larger.</param>
    public static void Write(Html html, BrowsedData data, bool hasSize)
    {
        html.Raw("<div class=\"tools\">");
        html.Raw("<label>labels <input type=\"range\" id=\"opacity\" min=\"0\" max=\"100\" step=\"5\" value=\"50\"></label>");
        if (data.Index.Samples.Any(sample => sample.Objects > 0) || data.Disagreements is not null)
        {
            html.Raw("<label><input type=\"checkbox\" id=\"show-boxes\"> boxes</label>");
        }

        if (hasSize)
        {
            html.Raw("<label>size <input type=\"range\" id=\"shot-size\" min=\"120\" max=\"480\" step=\"20\" value=\"240\"></label>");
        }

        html.Raw("</div>\n");
    }
}
