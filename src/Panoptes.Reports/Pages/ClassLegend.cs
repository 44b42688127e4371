namespace Panoptes.Reports.Pages;

/// <summary>
/// What the colors of a page's pictures mean: classes that are there, those that are not folded, and other meanings apart.
/// </summary>
internal static class ClassLegend
{
    private const int MostShown = 60;

    /// <summary>Writes it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="present">The classes that are there, those that matter most first.</param>
    /// <param name="absent">The names of the others.</param>
    /// <param name="why">What the others are not, such as <c>neither labeled nor predicted</c>.</param>
    /// <param name="title">What has the meanings that are no classes; empty where there are none.</param>
    /// <param name="meanings">Those meanings.</param>
    public static void Write(
        Html html, IReadOnlyList<NamedColor> present, IReadOnlyCollection<string> absent, string why, string title = "",
        params IReadOnlyList<NamedColor> meanings)
    {
        html.Raw("<div class=\"legend-groups\">");
        Chips(html, "classes", present.Take(MostShown));
        if (present.Count > MostShown)
        {
            html.Add($"<details><summary>{present.Count - MostShown} more classes</summary>");
            Chips(html, "", present.Skip(MostShown));
            html.Raw("</details>");
        }

        if (meanings.Count > 0)
        {
            Chips(html, title, meanings);
        }

        Absent(html, absent, why);
        html.Raw("</div>\n");
    }

    /// <summary>Writes the names of classes that are not there, folded; nothing where all are.</summary>
    /// <param name="html">The page.</param>
    /// <param name="absent">Their names.</param>
    /// <param name="why">What they are not.</param>
    public static void Absent(Html html, IReadOnlyCollection<string> absent, string why)
    {
        if (absent.Count > 0)
        {
            var what = absent.Count == 1 ? "class" : "classes";
            html.Add($"<details class=\"absences\"><summary>{absent.Count} {what} absent: {why}</summary>");
            html.Add($"<p class=\"note\">{string.Join(", ", absent)}</p></details>");
        }
    }

    private static void Chips(Html html, string title, IEnumerable<NamedColor> colors)
    {
        html.Raw("<div class=\"chips\">");
        if (title.Length > 0)
        {
            html.Add($"<span class=\"chip\">{title}:</span>");
        }

        foreach (var (name, color) in colors)
        {
            ColorChips.Write(html, name, color);
        }

        html.Raw("</div>");
    }
}
