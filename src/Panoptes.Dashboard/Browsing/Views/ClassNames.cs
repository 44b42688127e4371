using System.Text.Json;
using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>The names of classes, and which are things, for who points at a pixel.</summary>
internal static class ClassNames
{
    /// <summary>Writes those of all splits.</summary>
    public static void Write(Html html, BrowsedData data)
    {
        // The default encoder writes <, > and & as \u escapes, so that no text can end the script element.
        var tables = data.Index.Splits.Select(split => split.Dataset.Classes)
            .Select(table => new { names = table.Names, things = table.Things, ignored = table.VoidTrainId });
        html.Raw("<script type=\"application/json\" id=\"class-names\">").Raw(JsonSerializer.Serialize(tables)).Raw("</script>\n");
    }
}
