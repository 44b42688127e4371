using System.Collections.Concurrent;
using Microsoft.Playwright;
using Panoptes.Dashboard.Serving;
using Panoptes.Dashboard.Tests.Runs;

namespace Panoptes.Dashboard.Tests.Browser;

/// <summary>One Chromium and one dashboard for all tests of a class; every page belongs to a user of its own.</summary>
public sealed class BrowserSession : IAsyncLifetime, IDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Why no browser is used; null where it is there.</summary>
    internal static string? Missing { get; } =
        File.Exists(Chromium) ? null : $"needs Debian's Chromium at {Chromium}, which is not here: apt-get install chromium";

    internal SampleFolder Folder { get; } = new();

    internal DashboardHost Host { get; private set; } = null!;

    /// <summary>Everything that pages asked for.</summary>
    internal ConcurrentBag<string> Asked { get; } = [];

    internal string Root => Host.Address.GetLeftPart(UriPartial.Authority);

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        Host = await Folder.Serve();
        playwright = await Playwright.CreateAsync();
        browser = await Launch(playwright);
    }

    /// <summary>Starts Chromium, which asks nobody for anything by itself.</summary>
    internal static Task<IBrowser> Launch(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Chromium,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync",
        ],
    });

    /// <summary>A page of somebody who has opened the printed address.</summary>
    internal async Task<IPage> Open(string path, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await New(width, scheme);
        await page.GotoAsync(Host.Address.AbsoluteUri);
        await page.GotoAsync($"{Root}{path}");
        return page;
    }

    /// <summary>A page that is a file of its own, without the dashboard.</summary>
    internal async Task<IPage> OpenFile(string file, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await New(width, scheme);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    private async Task<IPage> New(int width, ColorScheme scheme)
    {
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        page.Request += (_, request) => Asked.Add(request.Url);
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
