using System.Collections.Concurrent;
using Microsoft.Playwright;
using Panoptes.Dashboard.Serving;
using Panoptes.Dashboard.Tests.Runs;
using Panoptes.Tests.Browser;

namespace Panoptes.Dashboard.Tests.Browser;

/// <summary>One Chromium and one dashboard for all tests of a class; every page belongs to a user of its own.</summary>
public sealed class BrowserSession : IAsyncLifetime, IDisposable
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    internal SampleFolder Folder { get; } = new();

    internal DashboardHost Host { get; private set; } = null!;

    /// <summary>Everything that pages asked for.</summary>
    internal ConcurrentBag<string> Asked { get; } = [];

    internal string Root => Host.Address.GetLeftPart(UriPartial.Authority);

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is not null)
        {
            return;
        }

        Host = await Folder.Serve();
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.Launch(playwright);
    }

    /// <summary>A page of somebody who has opened the printed address.</summary>
    internal async Task<IPage> Open(string path, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await Chromium.NewPage(browser!, width, scheme, Asked.Add);
        await page.GotoAsync(Host.Address.AbsoluteUri);
        await page.GotoAsync($"{Root}{path}");
        return page;
    }

    internal string Id(string name) => Host.Catalog.All().First(run => run.Name == name).Id;

    /// <summary>The two runs that kept pictures, for an address.</summary>
    internal string Samples =>
        string.Join('&', Host.Catalog.All().Where(run => run.Name == "sample-run").Select(run => $"run={run.Id}"));

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }
    }

    public void Dispose() => Folder.Dispose();
}
