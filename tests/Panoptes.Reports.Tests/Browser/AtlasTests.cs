using Microsoft.Playwright;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Panoptes.Reports.Tests.Browser;

[Trait("Speed", "Slow")]
public sealed class AtlasTests(PageVisit visit) : IClassFixture<PageVisit>
{
    [BrowserFact]
    public async Task An_atlas_filters_by_kind_and_pair_and_opens_at_an_address()
    {
        var report = StaticPages.Atlas;
        var page = await visit.Open("atlas");
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
    }
}
