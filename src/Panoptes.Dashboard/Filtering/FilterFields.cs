using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Filtering;

/// <summary>Fields of forms that choose what a list shows.</summary>
internal static class FilterFields
{
    private const int MostChoices = 200;

    /// <summary>Writes a choice among values.</summary>
    /// <param name="html">The page.</param>
    /// <param name="name">The field's name in addresses.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="chosen">The value that is chosen; empty for all.</param>
    /// <param name="facets">The values.</param>
    /// <param name="most">How many of them can be chosen, the first.</param>
    public static void Choice(
        Html html, string name, string title, string chosen, IReadOnlyList<Facet> facets, int most = MostChoices)
    {
        html.Add($"<label>{title} <select name=\"{name}\"><option value=\"\">all</option>");
        foreach (var facet in facets.Take(most))
        {
            Option(html, facet.Value, $"{facet.Value} ({facet.Count})", facet.Value == chosen);
        }

        if (chosen.Length > 0 && facets.Take(most).All(facet => facet.Value != chosen))
        {
            Option(html, chosen, $"{chosen} ({facets.FirstOrDefault(facet => facet.Value == chosen)?.Count ?? 0})", true);
        }

        html.Raw("</select></label>\n");
    }

    /// <summary>Writes an option of a choice.</summary>
    public static void Option(Html html, string value, string title, bool isChosen) =>
        html.Add($"<option value=\"{value}\"").Raw(isChosen ? " selected" : "").Add($">{title}</option>");
}
