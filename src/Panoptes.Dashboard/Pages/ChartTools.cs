using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Pages;

/// <summary>What can be set for the charts of a page: smoothing, and whether raw values stay behind it.</summary>
internal static class ChartTools
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html)
    {
        html.Raw("<div class=\"tools\"><label>smoothing <input class=\"smooth\" type=\"range\" min=\"0\" max=\"0.98\" step=\"0.02\" ");
        html.Raw("value=\"0.8\"></label><label><input class=\"raw\" type=\"checkbox\" checked> raw values behind</label>");
        html.Raw("<span class=\"note\">drag to zoom, double click to reset, click a name to hide its line</span></div>\n");
    }
}
