using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Dashboard.Filtering;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Views;

/// <summary>What was found, by kind, and what is wrong beside samples.</summary>
internal static class FindingsView
{
    private const int MostExamples = 3;

    /// <summary>The page.</summary>
    public static PageParts Parts(BrowsedData data) => new(new PageHead("data", "Findings", []), html =>
    {
        html.Raw("<section id=\"browse\" class=\"browse\">\n");
        foreach (var problem in data.Index.Problems)
        {
            html.Add($"<p class=\"note trap\">{problem}</p>\n");
        }

        foreach (var note in data.Notes)
        {
            html.Add($"<p class=\"note\">{note}</p>\n");
        }

        if (data.Kinds.Count == 0)
        {
            html.Raw("<p class=\"card\">Nothing was found.</p>\n");
        }

        html.Raw("<div class=\"stack\">\n");
        foreach (var kind in data.Kinds)
        {
            Kind(html, data, kind);
        }

        html.Raw("</div></section>\n");
    });

    private static void Kind(Html html, BrowsedData data, Facet kind)
    {
        html.Add($"<div class=\"card\"><h2>{kind.Value} <small>{Show.Count(kind.Count)} ");
        html.Add($"{(kind.Count == 1 ? "sample" : "samples")}</small></h2>");
        html.Raw("<ul class=\"found\">");
        var examples = Enumerable.Range(0, data.Findings.Count)
            .SelectMany(place => data.Findings[place].Where(found => found.Kind == kind.Value).Take(1).Select(found => (place, found)));
        foreach (var (place, found) in examples.Take(MostExamples))
        {
            html.Add($"<li><a href=\"/sample/{place}?finding={Uri.EscapeDataString(kind.Value)}\">{data.NameOf(place)}</a>: ");
            html.Add($"{found.Message}</li>");
        }

        html.Add($"</ul><p><a href=\"{new SampleQuery { Finding = kind.Value }.Address()}\">Show all in the grid</a></p></div>\n");
    }
}
