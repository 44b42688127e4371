using System.Text.RegularExpressions;
using Panoptes.Tests;
using SitePages;

namespace Panoptes.Architecture.Tests;

public sealed partial class SiteTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_link_of_a_page_leads_somewhere_and_the_site_asks_nobody_for_anything()
    {
        var site = new Site(Repository.Root, folder.Path);
        site.Write();
        Assert.Empty(site.Broken);
        Assert.InRange(site.Pages.Count, 30, 500);
        var pages = Directory.GetFiles(folder.Path, "*.html");
        Assert.Equal(site.Pages.Count, pages.Length);
        Assert.All(pages, page => Assert.Empty(Outside().Matches(File.ReadAllText(page)).Select(match => match.Value)));
        Assert.Contains("\"teachers.html#self-training\"", File.ReadAllText(folder["entries.js"]));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_named_with_its_page()
    {
        Directory.CreateDirectory(folder["root/docs"]);
        foreach (var (name, text) in new[]
        {
            ("README.md", "# A\n## Documentation\n[b](docs/b.md#there) [c](docs/c.md)"), ("CHANGELOG.md", "# C"),
            ("CONTRIBUTING.md", "# D"), ("docs/b.md", "# B\n## Here\n[back](../README.md#documentation)"),
        })
        {
            File.WriteAllText(folder[$"root/{name}"], text);
        }

        var site = new Site(folder["root"], folder["site"]);
        site.Write();
        Assert.Equal(["README.md: no heading 'there' in docs/b.md", "README.md: no file docs/c.md"], site.Broken);
    }

    // What a browser loads by itself; links that a reader may follow are not meant.
    [GeneratedRegex("""<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//[^"]*""")]
    private static partial Regex Outside();
}
