using System.Collections.Concurrent;
using Microsoft.Playwright;
using Panoptes.Tests.Browser;

namespace Panoptes.Reports.Tests.Browser;

/// <summary>One Chromium and one set of pages for all tests of a class.</summary>
public sealed class PageVisit : IAsyncLifetime, IDisposable
{
    private readonly ConcurrentDictionary<string, string> files = [];
    private readonly StaticPages pages = new();
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Everything that pages asked for and that is no file: it was refused.</summary>
    internal ConcurrentBag<string> Refused { get; } = [];

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is null)
        {
            playwright = await Playwright.CreateAsync();
            browser = await Chromium.Launch(playwright);
        }
    }

    /// <summary>Opens a page; nothing but files is given to it.</summary>
    internal async Task<IPage> Open(string name, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await Chromium.NewPage(browser!, width, scheme, _ => { });
        await page.RouteAsync("**/*", async route =>
        {
            if (route.Request.Url.StartsWith("file:", StringComparison.Ordinal)
                || route.Request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                await route.ContinueAsync();
                return;
            }

            Refused.Add(route.Request.Url);
            await route.AbortAsync();
        });
        await page.GotoAsync(new Uri(files.GetOrAdd(name, pages.Write)).AbsoluteUri);
        return page;
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
    }

    public void Dispose() => pages.Dispose();
}
