using Microsoft.Playwright;
using Panoptes.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Panoptes.Reports.Tests.Browser;

/// <summary>What holds for every page that is a file of its own.</summary>
[Trait("Speed", "Slow")]
public sealed class StaticPageTests(PageVisit visit) : IClassFixture<PageVisit>
{
    public static TheoryData<string> Names => [.. StaticPages.Names];

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task Pages_can_be_read_by_all_in_light_and_dark_and_ask_nobody(string name)
    {
        var faults = new List<string>();
        foreach (var (width, scheme) in PageAudit.Windows)
        {
            var page = await visit.Open(name, width, scheme);
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(part => { part.open = true; })");
            faults.AddRange(await PageAudit.Faults(page));
            await page.Context.CloseAsync();
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(visit.Refused);
    }

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task Pages_fit_narrow_and_wide_windows_and_paper(string name)
    {
        var page = await visit.Open(name);
        var faults = new List<string?>();
        foreach (var width in new[] { 400, 900, 2560 })
        {
            await page.SetViewportSizeAsync(width, 900);
            faults.Add(await PageAudit.Overflow(page));
        }

        // A4 at 96 pixels an inch, less its margins: nothing is folded, hidden or cut off, and nothing is left that only clicks.
        await page.SetViewportSizeAsync(718, 1000);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator("details:not([open])")).ToHaveCountAsync(0);
        faults.Add(await PageAudit.Overflow(page));
        faults.AddRange(await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('details:not([open]), article.tab')].filter(part => part.tagName === 'DETAILS'"
                + " || part.getClientRects().length === 0).map(part => `on paper hidden: ${part.textContent.slice(0, 60)}`)"));
        faults.AddRange(await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.scroll, pre')].filter(part => part.scrollWidth > innerWidth"
                + " || getComputedStyle(part).overflowX !== 'visible').map(part => `on paper cut off: ${part.className}`)"));
        faults.AddRange(await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('#theme, nav, .tools, dialog, .copybutton')].filter(part => part.getClientRects().length > 0)"
                + ".map(part => `on paper: ${part.outerHTML.slice(0, 60)}`)"));
        Assert.Empty(faults.OfType<string>());
    }

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task Every_page_has_one_title_a_way_past_its_head_and_named_pictures(string name)
    {
        var page = await visit.Open(name);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Empty(await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('img:not([alt])')].map(image => image.outerHTML.slice(0, 80))"));

        // Every picture is one that the viewer takes, or lies below one.
        Assert.Empty(await page.EvaluateAsync<string[]>(
            "[...document.images].filter(image => !image.closest('.panel')).map(image => image.alt)"));
    }

    [BrowserFact]
    public async Task Names_of_a_matrix_lie_within_it_and_its_numbers_can_be_read()
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await visit.Open("score-semantic", 1280, scheme);
            var outside = await page.EvaluateAsync<string[]>(
                "(() => { const box = document.querySelector('.matrix svg').getBoundingClientRect();"
                    + " return [...document.querySelectorAll('.matrix text')].filter(text => { const own = text.getBoundingClientRect();"
                    + " return own.left < box.left - 1 || own.top < box.top - 1 || own.right > box.right + 1; })"
                    + ".map(text => text.textContent); })()");
            Assert.Empty(outside);
            var contrast = await page.EvaluateAsync<double>(
                "(() => { const light = color => { const parts = (color.startsWith('#')"
                    + " ? [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16))"
                    + " : color.match(/\\d+/g).map(Number)).map(v => v / 255)"
                    + ".map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);"
                    + " return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]; };"
                    + " return Math.min(...[...document.querySelectorAll('.matrix text.value')].map(text => {"
                    + " const a = light(text.getAttribute('fill')), b = light(text.previousElementSibling.getAttribute('fill'));"
                    + " return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); })); })()");
            Assert.InRange(contrast, 4.5, 21);
            await page.Context.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task A_spike_of_a_curve_stays_within_its_panel()
    {
        var page = await visit.Open("run");
        var outside = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.chart svg')].flatMap(svg => { const box = svg.querySelector('clipPath rect').getBBox();"
                + " return [...svg.querySelectorAll('path')].filter(path => { const own = path.getBBox();"
                + " return own.y < box.y - 1 || own.y + own.height > box.y + box.height + 1; })"
                + ".map(() => svg.getAttribute('aria-label')); })");
        Assert.Empty(outside);
        Assert.NotEqual(0, await page.Locator(".chart path[stroke-opacity='0.25']").CountAsync());
    }
}
