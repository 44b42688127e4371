using System.Net;
using PageFrame;

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
        return SearchFrame.Of(
            page.Title, "Panoptes", "site.css",
            $"<div class=\"site\"><nav aria-label=\"Pages\">{string.Join('\n', links)}</nav>\n<article>{body}</article></div>");
    }
}
