using System.Globalization;
using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Dashboard.Filtering;
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
        FilterFields.Choice(html, "split", "split", query.Split, data.Splits);
        FilterFields.Choice(html, "class", "has class", query.Class, data.Classes, int.MaxValue);
        Share(html, "least", "at least %", query.Least);
        Share(html, "most", "at most %", query.Most);
        FilterFields.Choice(
            html, "finding", "finding", query.Finding,
            [new Facet(SampleFilter.Any, data.Findings.Count(found => found.Count > 0)), .. data.Kinds]);
        FilterFields.Choice(html, "size", "size", query.Size, data.Sizes);
        Share(html, "void-least", "void, at least %", query.VoidLeast);
        Share(html, "void-most", "void, at most %", query.VoidMost);
        html.Raw("<label>selected <select name=\"selected\">");
        foreach (var (value, title) in new[] { ("", "all"), ("yes", "selected"), ("no", "not selected") })
        {
            FilterFields.Option(html, value, title, value == query.Selected);
        }

        html.Raw("</select></label>\n<label>sort by <select name=\"sort\">");
        foreach (var name in SampleOrder.Names.Where(name => name != "disagreement" || data.Disagreements is not null))
        {
            FilterFields.Option(html, name, SampleOrder.Title(name), name == query.Sort);
        }

        html.Raw("</select></label>\n<label>direction <select name=\"dir\">");
        FilterFields.Option(html, "", "usual", query.IsDescending == SampleOrder.BeginsDescending(query.Sort));
        FilterFields.Option(html, "asc", "smallest first", !query.IsDescending && SampleOrder.BeginsDescending(query.Sort));
        FilterFields.Option(html, "desc", "largest first", query.IsDescending && !SampleOrder.BeginsDescending(query.Sort));
        html.Raw("</select></label>\n<button class=\"act\">Apply</button> <a href=\"/\">Clear</a>\n</form>\n");
    }

    private static void Share(Html html, string name, string title, double? value) => html.Add(
        $"<label class=\"share\">{title} <input type=\"number\" name=\"{name}\" min=\"0\" max=\"100\" step=\"any\" ").Add(
        $"value=\"{value?.ToString(CultureInfo.InvariantCulture)}\"></label>\n");
}
