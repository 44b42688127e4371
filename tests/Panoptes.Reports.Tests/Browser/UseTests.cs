using Microsoft.Playwright;
using Panoptes.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Panoptes.Reports.Tests.Browser;

/// <summary>Pages are used by click and by key.</summary>
[Trait("Speed", "Slow")]
public sealed class UseTests(PageVisit visit) : IClassFixture<PageVisit>
{
    [BrowserTheory]
    [InlineData("run", "evaluation")]
    [InlineData("compare", "images")]
    [InlineData("score-semantic", "worst")]
    [InlineData("preview", "samples")]
    [InlineData("predictions", "images")]
    [InlineData("doctor", "sheet")]
    [InlineData("atlas", "findings")]
    public async Task Pictures_open_at_full_size_and_are_paged_by_keys(string name, string id)
    {
        var page = await visit.Open(name);
        var section = page.Locator($"section#{id}");
        var panels = section.Locator(".panel:visible");
        var (count, zoom, said) = (await panels.CountAsync(), page.Locator("#zoom"), page.Locator("#zoom [aria-live]"));
        await panels.First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(zoom).ToBeVisibleAsync();
        await Expect(said).ToContainTextAsync($"1 of {count}");

        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(said).ToContainTextAsync($"2 of {count}");
        await page.Keyboard.PressAsync("End");
        await Expect(said).ToContainTextAsync($"{count} of {count}");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(said).ToContainTextAsync($"{count - 1} of {count}");
        await page.Keyboard.PressAsync("Home");
        await Expect(said).ToContainTextAsync($"1 of {count}");
        await page.Keyboard.PressAsync("PageDown");
        await Expect(said).Not.ToContainTextAsync($"1 of {count}");

        // One pixel of the picture for each of the screen.
        await page.Keyboard.PressAsync("1");
        Assert.Equal(
            await page.EvaluateAsync<int>(
                "Math.max(...[...document.querySelectorAll('.zoom-picture img')].map(image => image.naturalWidth))"),
            await page.EvaluateAsync<int>("Math.round(document.querySelector('.zoom-picture').getBoundingClientRect().width)"));
        var audit = await PageAudit.Faults(page);
        Assert.True(audit.Count == 0, string.Join('\n', audit));
        await page.Keyboard.PressAsync("Escape");
        await Expect(zoom).ToBeHiddenAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.classList.contains('panel')"));

        await panels.Nth(count - 1).ClickAsync();
        await Expect(said).ToContainTextAsync($"{count} of {count}");
        await page.GetByRole(AriaRole.Button, new() { Name = "previous picture" }).ClickAsync();
        await Expect(said).ToContainTextAsync($"{count - 1} of {count}");
        await page.GetByRole(AriaRole.Button, new() { Name = "close" }).ClickAsync();
        await Expect(zoom).ToBeHiddenAsync();
    }

    [BrowserTheory]
    [InlineData("run", "sky")]
    [InlineData("score-semantic", "road")]
    [InlineData("preview", "sky")]
    [InlineData("predictions", "road")]
    public async Task The_class_under_the_pointer_is_named(string name, string among)
    {
        var page = await visit.Open(name);
        var panel = page.Locator(name is "predictions" ? ".panel" : ".panel.truth").First;
        await panel.ScrollIntoViewIfNeededAsync();
        var box = (await panel.BoundingBoxAsync())!;
        var said = new HashSet<string>();
        foreach (var part in Enumerable.Range(0, 12))
        {
            await page.Mouse.MoveAsync(box.X + (box.Width * ((part % 4) + 0.5f) / 4), box.Y + (box.Height * ((part / 4) + 0.5f) / 3));
            said.Add(await page.Locator("#tip").TextContentAsync() ?? "");
        }

        Assert.Contains(said, text => text.Contains(among, StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Labels_are_laid_over_their_photograph_as_strongly_as_asked()
    {
        var page = await visit.Open("score-semantic");
        var panel = page.Locator(".panel.truth").First;
        await Expect(panel.Locator("img")).ToHaveCountAsync(2);
        await page.GetByLabel("label opacity").First.FillAsync("0.2");
        await Expect(panel.Locator("img").Last).ToHaveCSSAsync("opacity", "0.2");
        await panel.ClickAsync();
        await Expect(page.Locator(".zoom-picture img").Last).ToHaveCSSAsync("opacity", "0.2");
        await page.Locator(".zoom-bar input").FillAsync("0.9");
        await Expect(page.Locator(".zoom-picture img").Last).ToHaveCSSAsync("opacity", "0.9");
    }

    [BrowserFact]
    public async Task A_table_sorts_by_click_and_by_key_and_filters()
    {
        var page = await visit.Open("run");
        var table = page.Locator("article.tab:not(.shut) table", new() { HasText = "IoU" }).First;
        var names = table.Locator("tbody tr:visible td:first-child");
        var head = table.Locator("th", new() { HasTextString = "IoU" });
        await head.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(head).ToHaveAttributeAsync("aria-sort", "descending");
        await Expect(names.First).ToHaveTextAsync("road");
        await head.GetByRole(AriaRole.Button).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(head).ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(names.First).ToHaveTextAsync("pole");

        await table.Locator("th").First.GetByRole(AriaRole.Button).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(names.First).ToHaveTextAsync("building");
        var filter = page.Locator("article.tab:not(.shut)").GetByLabel("filter rows").First;
        await filter.FillAsync("pe");
        await Expect(names).ToHaveTextAsync(["pedestrian"]);
        await filter.FillAsync("");
        await Expect(names).ToHaveCountAsync(10);
    }

    [BrowserFact]
    public async Task A_class_that_is_not_there_is_named_once_and_folded()
    {
        var page = await visit.Open("score-semantic");
        var fold = page.Locator("details.absences", new() { HasText = "8 classes absent" });
        await Expect(fold).ToHaveCountAsync(1);
        await Expect(page.GetByText("class 7")).ToBeHiddenAsync();
        await fold.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("class 7")).ToBeVisibleAsync();
        Assert.Equal(1, System.Text.RegularExpressions.Regex.Count(await page.InnerTextAsync("main"), "class 7"));
    }

    [BrowserFact]
    public async Task Predictions_are_sifted_by_class_and_name()
    {
        var page = await visit.Open("predictions");
        var shown = page.Locator(".gallery figure:visible");
        await Expect(shown).ToHaveCountAsync(3);
        await page.GetByLabel("has class").SelectOptionAsync("car");
        await Expect(shown).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "show all" }).ClickAsync();
        await page.GetByLabel("name").FillAsync("street 2");
        await Expect(shown).ToHaveCountAsync(1);
        await Expect(page.Locator("#count")).ToHaveTextAsync("1 of 3 shown");
        await page.GetByLabel("overlay opacity").FillAsync("0.3");
        await Expect(shown.Locator("img").Last).ToHaveCSSAsync("opacity", "0.3");
    }

    [BrowserFact]
    public async Task Layers_of_the_doctor_fade_and_name_classes()
    {
        var page = await visit.Open("doctor");
        var ghost = page.Locator("#sheet .panel.truth.layered").First;
        await ghost.HoverAsync();
        await Expect(page.Locator("#tip .class-row b")).ToHaveCountAsync(1);
        Assert.Contains(
            await page.Locator("#tip .class-row b").InnerTextAsync(), await page.Locator("#sheet .legend-groups").InnerTextAsync());
        await page.Locator("#sheet").GetByLabel("opacity of what is drawn").FillAsync("0.4");
        await Expect(ghost.Locator("img").Last).ToHaveCSSAsync("opacity", "0.4");
        await Expect(page.Locator("#offsets .panel.outcome.layered img").Last).ToHaveCSSAsync("opacity", "1");
    }

    [BrowserFact]
    public async Task Colors_that_mean_something_of_their_own_are_named_so()
    {
        var page = await visit.Open("compare");
        var truth = page.Locator("#images .panel.truth.layered").First;
        var box = (await truth.BoundingBoxAsync())!;
        await truth.HoverAsync(new() { Position = new() { X = box.Width * 60.5f / 160, Y = box.Height * 30.5f / 80 } });
        await Expect(page.Locator("#tip .class-row")).ToHaveTextAsync(["truthcar #4", "A cropscar #4", "B ibscar #4"]);
        await truth.HoverAsync(new() { Position = new() { X = 3, Y = 3 } });
        await Expect(page.Locator("#tip")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Tabs_and_matrices_are_read_by_arrow_keys()
    {
        var page = await visit.Open("run");
        var tabs = page.GetByRole(AriaRole.Tab);
        await tabs.First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(tabs.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page.Locator("article.tab").Nth(1)).ToBeVisibleAsync();
        await Expect(page.Locator("article.tab").First).ToBeHiddenAsync();

        await page.Locator("article.tab:not(.shut) .matrix svg").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#tip")).ToContainTextAsync("sky taken for building");
    }
}
