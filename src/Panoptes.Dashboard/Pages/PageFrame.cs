using System.Security.Cryptography;
using System.Text;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Pages;

/// <summary>The frame of the dashboard's pages: as that of reports, with ways to the others, and scripts and styles as files.</summary>
/// <param name="requestKey">What the page's script sends with whatever changes something.</param>
/// <param name="look">What is the same on all pages.</param>
internal sealed class PageFrame(string requestKey, FrameLook look)
{
    /// <summary>Files that pages refer to, by name.</summary>
    public static IReadOnlyDictionary<string, (string Type, string Text)> Assets { get; } = new Dictionary<string, (string, string)>
    {
        ["page.css"] = ("text/css; charset=utf-8", Page.Asset("page.css")),
        ["page.js"] = ("text/javascript; charset=utf-8", Page.Script),
        ["dashboard.css"] = ("text/css; charset=utf-8", Own("dashboard.css")),
        ["dashboard.js"] = ("text/javascript; charset=utf-8", Own("dashboard.js")),
        ["browse.css"] = ("text/css; charset=utf-8", Own("browse.css")),
        ["browse.js"] = ("text/javascript; charset=utf-8", Own("browse.js")),
    };

    private static Dictionary<string, string> Addresses { get; } = Assets.ToDictionary(
        asset => asset.Key,
        asset => $"/assets/{asset.Key}?{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asset.Value.Text)))[..12]}");

    /// <summary>A page as text.</summary>
    /// <param name="parts">What it is made of.</param>
    /// <param name="place">The name of the place at the top that it belongs to, in any case; empty for none.</param>
    public string Render(PageParts parts, string place)
    {
        var (head, body, data) = parts;
        var html = new Html();
        html.Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Add($"<meta name=\"request-key\" content=\"{requestKey}\">\n<title>{head.Name} - Panoptes</title>\n");
        html.Raw("<link rel=\"icon\" href=\"data:,\">\n");
        foreach (var style in Names("css"))
        {
            html.Add($"<link rel=\"stylesheet\" href=\"{Addresses[style]}\">\n");
        }

        foreach (var script in Names("js"))
        {
            html.Add($"<script src=\"{Addresses[script]}\" defer></script>\n");
        }

        html.Raw("</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
        WriteHead(html, head, place);
        html.Raw("<main id=\"main\" tabindex=\"-1\">\n");
        body(html);
        html.Raw("</main>\n");
        Page.WriteStage(html);
        Page.WriteData(html, data ?? new PageData());
        html.Raw("</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>A page that says what went wrong.</summary>
    public string Fault(string title, string message) => Render(
        new PageParts(new PageHead("", title, []), html => html.Add($"<section><p class=\"note trap\">{message}</p>\n<p><a href=\"/\">")
            .Add($"{look.Back}</a></p></section>\n")),
        "");

    private IEnumerable<string> Names(string kind)
    {
        string?[] names = ["page", "dashboard", look.Own];
        return names.OfType<string>().Select(name => $"{name}.{kind}");
    }

    private void WriteHead(Html html, PageHead head, string place)
    {
        html.Raw("<header>\n<div class=\"wide\">\n<div class=\"top\"><a class=\"brand\" href=\"/\">Panoptes</a>");
        html.Add($"<nav class=\"places\" aria-label=\"{look.Name}\">");
        foreach (var (name, address) in look.Places)
        {
            var here = name.Equals(place, StringComparison.OrdinalIgnoreCase) ? " aria-current=\"true\"" : "";
            html.Add($"<a href=\"{address}\"").Raw(here).Add($">{name}</a>");
        }

        html.Raw("</nav><button id=\"theme\" type=\"button\" title=\"light or dark\" aria-label=\"light or dark\">◐</button></div>\n");
        html.Add($"<div class=\"title\"><h1>{head.Name}</h1>");
        if (head.State is { } state)
        {
            html.Add($"<span id=\"state\" class=\"badge {state.Color}\">{state.Text}</span>");
        }

        html.Raw("</div>\n");
        if (head.Links.Count > 0)
        {
            html.Raw("<nav class=\"sections\" aria-label=\"Sections\">");
            foreach (var link in head.Links)
            {
                html.Add($"<a href=\"#{link.Id}\">{link.Text}</a>");
            }

            html.Raw("</nav>\n");
        }

        html.Raw("</div>\n</header>\n");
    }

    private static string Own(string name)
    {
        using var stream = typeof(PageFrame).Assembly.GetManifestResourceStream($"Panoptes.Dashboard.Pages.Assets.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
