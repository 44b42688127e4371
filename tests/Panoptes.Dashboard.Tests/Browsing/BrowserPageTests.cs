using Microsoft.Playwright;
using Panoptes.Dashboard.Browsing.Serving;
using Panoptes.Tests;
using Panoptes.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Panoptes.Dashboard.Tests.Browsing;

[Trait("Speed", "Slow")]
public sealed class BrowserPageTests : IAsyncLifetime, IDisposable
{
    private static readonly string[] Pages = ["/", "/?class=car", "/sample/1?class=car", "/sample/3", "/classes", "/findings"];
    private readonly BrowsedFolder folder = new();
    private readonly TemporaryFolder lists = new();
    private DataBrowserHost host = null!;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is null)
        {
            host = await folder.Serve(lists.Path);
            playwright = await Playwright.CreateAsync();
            browser = await Chromium.Launch(playwright);
        }
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
            await host.DisposeAsync();
        }

        playwright?.Dispose();
    }

    public void Dispose()
    {
        folder.Dispose();
        lists.Dispose();
    }

    [BrowserFact]
    public async Task Pages_can_be_read_by_all_and_fit_narrow_and_wide_windows()
    {
        var faults = new List<string>();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (400, ColorScheme.Dark), (2560, ColorScheme.Light) })
        {
            foreach (var path in Pages)
            {
                var (page, asked) = await Open(path, width, scheme);
                faults.AddRange(await PageAudit.Faults(page));
                faults.AddRange(asked.Where(address => !address.StartsWith("data:", StringComparison.Ordinal)
                    && new Uri(address).Host != host.Address.Host));
                await page.Context.CloseAsync();
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [BrowserFact]
    public async Task Samples_are_sifted_pointed_at_looked_through_and_saved()
    {
        var (page, _) = await Open("/", 1280, ColorScheme.Light);
        await page.GetByLabel("has class").SelectOptionAsync("car");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("class=car"));
        await page.Locator(".frame").First.HoverAsync();
        await Expect(page.Locator("#tip")).Not.ToBeEmptyAsync();

        await page.Locator("input[name=pick]").First.CheckAsync();
        await Expect(page.Locator("#selected")).ToHaveTextAsync("1 selected");
        await page.GetByLabel("list").FillAsync("mine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the list" }).ClickAsync();
        await Expect(page.Locator("#saved pre").First).ToContainTextAsync("data.streams.labeled");
        Assert.Single(Directory.GetFiles(lists.Path));

        await page.Locator(".frame").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#stage")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("b");
        await Expect(page.Locator("#show-boxes")).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("x");
        await Expect(page.Locator("#selected")).ToHaveTextAsync("0 selected");
        var first = page.Url;
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("a[rel=prev]")).ToBeVisibleAsync();
        Assert.NotEqual(first, page.Url);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#grid")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("class=car"));
    }

    private async Task<(IPage Page, List<string> Asked)> Open(string path, int width, ColorScheme scheme)
    {
        var asked = new List<string>();
        var page = await Chromium.NewPage(browser!, width, scheme, asked.Add);
        await page.GotoAsync(host.Address.AbsoluteUri);
        await page.GotoAsync($"{host.Address.GetLeftPart(UriPartial.Authority)}{path}");
        return (page, asked);
    }
}
