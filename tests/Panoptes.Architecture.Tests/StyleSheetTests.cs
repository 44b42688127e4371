using System.Text.RegularExpressions;

namespace Panoptes.Architecture.Tests;

/// <summary>Served pages have the style sheet of all pages and one of their own.</summary>
public sealed partial class StyleSheetTests
{
    // What served pages mean to change a little.
    private static readonly string[] Refined = ["card", "chip", "one", "scroll", "wide"];

    [Theory]
    [InlineData("Panoptes.Dashboard/Pages/Assets/dashboard.css")]
    [InlineData("Panoptes.Dashboard/Pages/Assets/browse.css")]
    public void No_name_means_one_thing_on_all_pages_and_another_on_served_ones(string sheet)
    {
        var common = Names("Panoptes.Reports/Pages/Assets/page.css");
        Assert.Contains("card", common);
        Assert.Empty(First().Matches(Selectors(sheet)).Select(match => match.Groups[1].Value).Intersect(common).Except(Refined).Order());
    }

    private static HashSet<string> Names(string sheet) => [.. Class().Matches(Selectors(sheet)).Select(match => match.Groups[1].Value)];

    private static string Selectors(string sheet) => Rules().Replace(File.ReadAllText(Path.Combine(Repository.Root, "src", sheet)), "{}");

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Rules();

    [GeneratedRegex(@"\.([a-z][a-z-]+)")]
    private static partial Regex Class();

    // The class that a selector begins with, and no second one of the same element.
    [GeneratedRegex(@"(?:^|[},{])\s*\.([a-z][a-z-]+)(?=[\s:\[,{])")]
    private static partial Regex First();
}
