using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Filtering;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Pages;

/// <summary>The list of runs.</summary>
internal static class RunListPage
{
    /// <summary>The page.</summary>
    /// <param name="listing">What it shows.</param>
    /// <param name="isComplete">Whether all folders were looked through.</param>
    /// <param name="roots">The folders.</param>
    public static PageParts Parts(RunListing listing, bool isComplete, IReadOnlyList<string> roots) => new(
        new PageHead("dashboard", "Runs", []),
        html =>
        {
            html.Raw("<section id=\"runs\">\n");
            Filters(html, listing);
            html.Add($"<div id=\"list\" data-live=\"{listing.Query.Address()}\">\n");
            List(html, listing, isComplete, roots);
            html.Raw("</div>\n</section>\n");
        });

    /// <summary>Writes the part that is renewed while the page is open.</summary>
    public static void List(Html html, RunListing listing, bool isComplete, IReadOnlyList<string> roots)
    {
        html.Raw("<form id=\"chosen\" method=\"get\" action=\"/overlay\">\n<div class=\"bar-tools\"><p class=\"note\" id=\"count\">");
        html.Add($"{Show.Count(listing.Total)} of {Show.Count(listing.All)} runs{(isComplete ? "" : ", still reading folders")}");
        Running(html, listing);
        html.Raw("</p>\n<span class=\"acts\"><span id=\"picked\" role=\"status\"></span>");
        html.Raw("<button class=\"act\" formaction=\"/overlay\">Overlay curves</button>");
        html.Raw("<button class=\"act\" formaction=\"/compare\">Compare</button>");
        html.Raw("<label class=\"inline\">tag <input id=\"bulk-tag\" maxlength=\"60\" size=\"12\" autocomplete=\"off\"></label>");
        html.Raw("<button class=\"act\" type=\"button\" id=\"bulk-add\">Add</button>");
        html.Raw("<button class=\"act\" type=\"button\" id=\"bulk-remove\">Remove</button></span></div>\n");
        if (listing.Rows.Count == 0)
        {
            Empty(html, listing, isComplete, roots);
        }
        else
        {
            RunTable.Write(html, listing);
            var query = listing.Query;
            Pager.Write(html, query.Page, listing.Pages, "rows", page => (query with { Page = page }).Address());
        }

        html.Raw("</form>\n");
    }

    private static void Running(Html html, RunListing listing)
    {
        if (listing.States.FirstOrDefault(state => state.Value == "running") is { } running)
        {
            html.Add($" · {running.Count} running");
        }
    }

    private static void Empty(Html html, RunListing listing, bool isComplete, IReadOnlyList<string> roots)
    {
        if (listing.All > 0)
        {
            html.Raw("<p class=\"card\">No run is like that. <a href=\"/\">Show all</a></p>\n");
            return;
        }

        if (!isComplete)
        {
            html.Raw("<p class=\"card\">Reading the folders ...</p>\n");
            return;
        }

        html.Add($"<p class=\"card\">No run lies in {string.Join(", ", roots)} yet. Train one with ");
        html.Raw("<code>./panoptes train CONFIG</code>, or make one in two minutes with <code>./panoptes demo</code>; ");
        html.Raw("this page shows it as soon as it begins.</p>\n");
    }

    private static void Filters(Html html, RunListing listing)
    {
        var query = listing.Query;
        html.Raw("<form id=\"filters\" class=\"filters\" method=\"get\" action=\"/\" role=\"search\">\n");
        html.Add($"<label>search <input type=\"search\" name=\"q\" value=\"{query.Text}\" placeholder=\"name, tag, note ...\"></label>\n");
        FilterFields.Choice(html, "state", "state", query.State?.ToString().ToLowerInvariant() ?? "", listing.States);
        FilterFields.Choice(html, "tag", "tag", query.Tag, listing.Tags);
        FilterFields.Choice(html, "model", "model", query.Model, listing.Models);
        FilterFields.Choice(html, "data", "data", query.Data, listing.Data);
        FilterFields.Choice(html, "place", "folder or study", query.Place, listing.Places);
        html.Raw("<label>group by <select name=\"group\"><option value=\"\">nothing</option>");
        foreach (var group in RunColumns.Groups)
        {
            FilterFields.Option(html, group, RunText.Title(group), group == query.Group);
        }

        html.Raw("</select></label>\n");
        html.Add($"<input type=\"hidden\" name=\"sort\" value=\"{query.Sort}\">");
        html.Add($"<input type=\"hidden\" name=\"dir\" value=\"{(query.IsDescending ? "desc" : "asc")}\">");
        html.Raw("<button class=\"act\">Apply</button> <a href=\"/\">Clear</a>\n</form>\n");
    }
}
