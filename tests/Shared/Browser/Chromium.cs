using Microsoft.Playwright;

namespace Panoptes.Tests.Browser;

/// <summary>Debian's Chromium, which tests of pages look through.</summary>
internal static class Chromium
{
    private const string Program = "/usr/bin/chromium";

    /// <summary>Why no browser is used; null where it is there.</summary>
    public static string? Missing { get; } =
        File.Exists(Program) ? null : $"needs Debian's Chromium at {Program}, which is not here: apt-get install chromium";

    /// <summary>Starts it; it asks nobody for anything by itself.</summary>
    public static Task<IBrowser> Launch(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Program,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--font-render-hinting=none", "--force-color-profile=srgb",
        ],
    });

    /// <summary>A page of a user of its own.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="width">Width of its window in pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="asked">Told every address that the page asks for.</param>
    public static async Task<IPage> NewPage(IBrowser browser, int width, ColorScheme scheme, Action<string> asked)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        page.Request += (_, request) => asked(request.Url);
        return page;
    }
}

/// <summary>A fact that looks at pages in Chromium; skipped, and says why, where that is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.Missing;
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.Missing;
}
