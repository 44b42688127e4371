using System.Reflection;
using System.Text.Json;

namespace Panoptes.Reports.Pages;

/// <summary>A way from the head of a page to one of its sections.</summary>
/// <param name="Id">The section's id.</param>
/// <param name="Text">What the link reads.</param>
/// <param name="Tab">The tab that it opens; null for none.</param>
internal sealed record PageLink(string Id, string Text, string? Tab = null);

/// <summary>The head of a page.</summary>
/// <param name="Kind">What the page is of, such as <c>run</c>.</param>
/// <param name="Name">The name of that.</param>
/// <param name="Links">Ways to its sections.</param>
internal sealed record PageHead(string Kind, string Name, IReadOnlyList<PageLink> Links)
{
    /// <summary>How it stands: a color (<c>good</c>, <c>warn</c>, <c>bad</c>, <c>idle</c>) and words; null for none.</summary>
    public (string Color, string Text)? State { get; init; }
}

/// <summary>What a page is made of, whatever frame stands around it.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Body">Writes its sections.</param>
/// <param name="Data">What its script draws; null for nothing.</param>
internal sealed record PageParts(PageHead Head, Action<Html> Body, PageData? Data = null);

/// <summary>
/// The frame that all pages share: one file without outside resources that works offline, in light and dark, and prints. Everything
/// that comes from data (names of classes, files and runs) is escaped.
/// </summary>
internal static class Page
{
    /// <summary>A page as text.</summary>
    /// <param name="head">Its head.</param>
    /// <param name="body">Writes its sections.</param>
    /// <param name="data">What its script draws; null for nothing.</param>
    public static string Render(PageHead head, Action<Html> body, PageData? data = null) => Render(new PageParts(head, body, data));

    /// <summary>A page as text.</summary>
    /// <param name="parts">What it is made of.</param>
    public static string Render(PageParts parts)
    {
        var (head, body, data) = parts;
        var html = new Html();
        html.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Add($"<title>{head.Name} - Panoptes</title>\n");
        html.Raw("<style>\n").Raw(Asset("page.css")).Raw("</style>\n</head>\n<body>\n");
        html.Raw("<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
        WriteHead(html, head);
        html.Raw("<main id=\"main\" tabindex=\"-1\">\n");
        body(html);
        html.Raw("</main>\n");
        WriteStage(html);
        WriteData(html, data ?? new PageData());
        html.Raw("<script>\n").Raw(Script).Raw("</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>Writes what the page's script fills: what is said under the pointer, and the viewer of pictures.</summary>
    public static void WriteStage(Html html)
    {
        html.Raw("<svg id=\"namespace\" hidden></svg>\n<div id=\"tip\" hidden></div>\n");
        html.Raw("<dialog id=\"zoom\" aria-label=\"enlarged picture\"></dialog>\n");
    }

    /// <summary>Writes what the page's script draws.</summary>
    public static void WriteData(Html html, PageData data)
    {
        // The default encoder writes <, > and & as \u escapes, so that no text can end the script element.
        html.Raw("<script type=\"application/json\" id=\"data\">");
        html.Raw(JsonSerializer.Serialize(data, PageData.Json)).Raw("</script>\n");
    }

    private static void WriteHead(Html html, PageHead head)
    {
        html.Raw("<header>\n<div class=\"wide\">\n");
        html.Add($"<div class=\"title\"><p class=\"brand\">Panoptes {head.Kind}</p><h1>{head.Name}</h1>");
        if (head.State is { } state)
        {
            html.Add($"<span class=\"badge {state.Color}\">{state.Text}</span>");
        }

        html.Raw("<button id=\"theme\" type=\"button\" title=\"light or dark\" aria-label=\"light or dark\">◐</button></div>\n"
            + "<nav aria-label=\"Sections\">");
        foreach (var link in head.Links)
        {
            html.Add($"<a href=\"#{link.Id}\"");
            if (link.Tab is { } tab)
            {
                html.Add($" data-tab=\"{tab}\"");
            }

            html.Add($">{link.Text}</a>");
        }

        html.Raw("</nav>\n</div>\n</header>\n");
    }

    /// <summary>The script of all pages: what its parts share comes first.</summary>
    public static string Script { get; } = string.Concat(
        new[] { "page", "charts", "matrices", "tables", "viewer", "findings" }.Select(name => Asset($"{name}.js")));

    /// <summary>The text of <c>page.css</c>, or of a part of the script.</summary>
    public static string Asset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Panoptes.Reports.Pages.Assets.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
