using System.Globalization;
using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>The form that chooses which samples a grid shows.</summary>
internal static class SiftForm
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, BrowsedData data, SampleQuery query)
    {
        html.Raw("<form id=\"sift\" class=\"filters\" method=\"get\" action=\"/\" role=\"search\">\n");
        html.Add($"<label>search <input type=\"search\" name=\"q\" value=\"{query.Text}\" placeholder=\"split or name\"></label>\n");
        Choice(html, "split", "split", query.Split, data.Splits);
        Choice(html, "class", "has class", query.Class, data.Classes);
        Share(html, "least", "at least %", query.Least);
        Share(html, "most", "at most %", query.Most);
        Choice(
            html, "finding", "finding", query.Finding,
            [new Facet(SampleFilter.Any, data.Findings.Count(found => found.Count > 0)), .. data.Kinds]);
        Choice(html, "size", "size", query.Size, data.Sizes);
        Share(html, "void-least", "void, at least %", query.VoidLeast);
        Share(html, "void-most", "void, at most %", query.VoidMost);
        html.Raw("<label>selected <select name=\"selected\">");
        foreach (var (value, title) in new[] { ("", "all"), ("yes", "selected"), ("no", "not selected") })
        {
            Option(html, value, title, value == query.Selected);
        }

        html.Raw("</select></label>\n<label>sort by <select name=\"sort\">");
        foreach (var name in SampleOrder.Names.Where(name => name != "disagreement" || data.Disagreements is not null))
        {
            Option(html, name, SampleOrder.Title(name), name == query.Sort);
        }

        html.Raw("</select></label>\n<label>direction <select name=\"dir\">");
        Option(html, "", "usual", query.IsDescending == SampleOrder.BeginsDescending(query.Sort));
        Option(html, "asc", "smallest first", !query.IsDescending && SampleOrder.BeginsDescending(query.Sort));
        Option(html, "desc", "largest first", query.IsDescending && !SampleOrder.BeginsDescending(query.Sort));
        html.Raw("</select></label>\n<button class=\"act\">Apply</button> <a href=\"/\">Clear</a>\n</form>\n");
    }

    private static void Choice(Html html, string name, string title, string chosen, IReadOnlyList<Facet> facets)
    {
        html.Add($"<label>{title} <select name=\"{name}\"><option value=\"\">all</option>");
        foreach (var facet in facets)
        {
            Option(html, facet.Value, $"{facet.Value} ({facet.Count})", facet.Value == chosen);
        }

        if (chosen.Length > 0 && facets.All(facet => facet.Value != chosen))
        {
            Option(html, chosen, $"{chosen} (0)", true);
        }

        html.Raw("</select></label>\n");
    }

    private static void Share(Html html, string name, string title, double? value) => html.Add(
        $"<label class=\"share\">{title} <input type=\"number\" name=\"{name}\" min=\"0\" max=\"100\" step=\"any\" ").Add(
        $"value=\"{value?.ToString(CultureInfo.InvariantCulture)}\"></label>\n");

    private static void Option(Html html, string value, string title, bool isChosen) =>
        html.Add($"<option value=\"{value}\"").Raw(isChosen ? " selected" : "").Add($">{title}</option>");
}
