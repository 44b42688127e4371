using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Pictures;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Tests.Atlas;
using Panoptes.Reports.Atlas;
using Panoptes.Tests;
using static Microsoft.Playwright.Assertions;

namespace Panoptes.Dashboard.Tests.Browser;

[Trait("Speed", "Slow")]
public sealed class AtlasTests(BrowserSession session) : IClassFixture<BrowserSession>
{
    [BrowserFact]
    public async Task An_atlas_filters_by_kind_and_pair_and_opens_at_an_address()
    {
        using var folder = new TemporaryFolder();
        var (file, report) = Write(folder);
        var page = await session.OpenFile(file);
        var shown = page.Locator("figure.finding:visible");
        await Expect(shown).ToHaveCountAsync(report.Findings.Count);

        await page.Locator("#kinds a.to-findings", new() { HasTextString = "1" }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(shown).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "show all" }).ClickAsync();
        await page.Locator("select[data-filter=kind]").SelectOptionAsync("confused");
        await page.Locator("select[data-filter=truth]").SelectOptionAsync("0");
        await Expect(shown).ToHaveCountAsync(1);
        await Expect(page.Locator("#count")).ToHaveTextAsync($"1 of {report.Findings.Count} shown");

        // An address shows its finding whatever was filtered.
        var missed = report.Findings.First(finding => finding.Error.Kind == SegmentFate.Missed);
        await page.EvaluateAsync($"location.hash = 'finding-{missed.Address}'");
        await Expect(page.Locator($"#finding-{missed.Address}")).ToBeInViewportAsync();
        await Expect(shown).ToHaveCountAsync(report.Findings.Count);

        // Nothing but the pages themselves and what is inside of them; both tests share the browser.
        var others = session.Asked.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)).Select(url => url.Split('#')[0]);
        Assert.All(others, url => Assert.Matches("^file://.*/atlas\\.html$", url));
        await page.Context.CloseAsync();
    }

    [BrowserFact]
    public async Task An_atlas_can_be_read_by_all_and_fits_a_phone()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = Write(folder);
        var faults = new List<string>();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (400, ColorScheme.Dark) })
        {
            var page = await session.OpenFile(file, width, scheme);
            var result = await page.RunAxe(new AxeRunOptions
            {
                RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
            });
            faults.AddRange(result.Violations.Select(found => $"{width} {scheme} {found.Id}: {found.Help}\n  "
                + string.Join("\n  ", found.Nodes.Take(3).Select(node => node.Html))));
            var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            faults.AddRange(wide > width ? [$"{wide} wide in a window of {width}"] : Array.Empty<string>());
            await page.Context.CloseAsync();
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static (string File, AtlasReport Report) Write(TemporaryFolder folder)
    {
        var frames = PatchFrames.WithErrors;
        var report = ErrorAtlas.Make(frames, "streets", new AtlasOptions { Rules = new AtlasRules { BoundedEdge = 0 } });
        var pictures = AtlasPictures.Of(frames, report, report.Findings, null);
        AtlasPage.Write(report, pictures, report.Findings, folder["atlas.html"]);
        return (folder["atlas.html"], report);
    }
}
