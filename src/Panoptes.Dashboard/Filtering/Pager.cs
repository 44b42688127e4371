using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Filtering;

/// <summary>Ways from one page of a long list to the others.</summary>
internal static class Pager
{
    /// <summary>Writes them; nothing where there is one page.</summary>
    /// <param name="html">The page.</param>
    /// <param name="page">The page that is shown, from 1.</param>
    /// <param name="pages">How many there are.</param>
    /// <param name="what">What they hold, in the plural.</param>
    /// <param name="address">The address of a page.</param>
    public static void Write(Html html, int page, int pages, string what, Func<int, string> address)
    {
        if (pages == 1)
        {
            return;
        }

        html.Raw("<nav class=\"pager\" aria-label=\"Pages\">");
        if (page > 1)
        {
            html.Add($"<a href=\"{address(1)}\">first</a>");
            html.Add($"<a rel=\"prev\" href=\"{address(page - 1)}\">earlier {what}</a>");
        }

        html.Add($"<span>page {page} of {pages}</span>");
        if (page < pages)
        {
            html.Add($"<a rel=\"next\" href=\"{address(page + 1)}\">further {what}</a>");
            html.Add($"<a href=\"{address(pages)}\">last</a>");
        }

        html.Raw("</nav>\n");
    }
}
