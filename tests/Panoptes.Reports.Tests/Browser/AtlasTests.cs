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

    [BrowserFact]
    public async Task Findings_lie_over_their_photograph_and_name_what_is_under_the_pointer()
    {
        var page = await visit.Open("atlas");
        var confused = StaticPages.Atlas.Findings.First(finding => finding.Error.Kind == SegmentFate.Confused);
        var figure = page.Locator($"#finding-{confused.Address}");
        var truth = figure.Locator(".panel.truth.layered");

        // The segment is in a corner of the image: a sixth into its part of it.
        var box = (await truth.BoundingBoxAsync())!;
        await truth.HoverAsync(new() { Position = new() { X = box.Width / 6, Y = box.Height / 6 } });
        await Expect(page.Locator("#tip .class-row")).ToHaveTextAsync(
        [
            $"truth{StaticPages.Atlas.Classes[confused.Error.TruthClass].Name}",
            $"prediction{StaticPages.Atlas.Classes[confused.Error.PredictionClass].Name}",
        ]);

        await page.Locator("#findings").GetByLabel("label opacity").FillAsync("0.2");
        await Expect(truth.Locator("img").Last).ToHaveCSSAsync("opacity", "0.2");
        await truth.ClickAsync();
        await Expect(page.Locator(".zoom-picture img").Last).ToHaveCSSAsync("opacity", "0.2");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator(".zoom-said")).ToContainTextAsync("prediction of ");
    }
}
