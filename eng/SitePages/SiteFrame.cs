using System.Net;

namespace SitePages;

/// <summary>What stands around a page: title, search, list of pages.</summary>
internal static class SiteFrame
{
    // A page of a folder, below the page that stands for the folder.
    private static bool IsUnder(SitePage page) =>
        page.Source.Split('/') is ["docs", _, var name] && name != "README.md";

    /// <param name="page">The page.</param>
    /// <param name="pages">All pages.</param>
    /// <param name="body">Its body.</param>
    /// <param name="hasApi">Whether the folder has the pages of the public API.</param>
    public static string Of(SitePage page, IReadOnlyList<SitePage> pages, string body, bool hasApi)
    {
        var links = pages.Where(one => !one.Source.StartsWith("docs/decisions/", StringComparison.Ordinal)).Select(one =>
            $"<a href=\"{one.File}\"{(one == page ? " aria-current=\"page\"" : "")}{(IsUnder(one) ? " class=\"under\"" : "")}>"
                + $"{WebUtility.HtmlEncode(one.Title)}</a>")
            .Concat(hasApi ? ["<a href=\"api/index.html\">Public API</a>"] : []);
        var title = WebUtility.HtmlEncode(page.Title);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} - Panoptes</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="page.css">
            <link rel="stylesheet" href="site.css">
            <script src="entries.js" defer></script>
            <script src="search.js" defer></script>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header><div class="wide"><p class="brand"><a href="index.html">Panoptes</a></p><div class="title"><h1>{title}</h1></div>
            <p class="tools"><label for="search">search <input id="search" type="search" autocomplete="off"></label></p></div></header>
            <main id="main" tabindex="-1">
            <section id="found" hidden aria-live="polite"><h2>Found</h2><ul id="list"></ul></section>
            <div class="site"><nav aria-label="Pages">{string.Join('\n', links)}</nav>
            <article>{body}</article></div></main>
            </body>
            </html>
            """;
    }
}
