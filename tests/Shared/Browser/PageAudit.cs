using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Panoptes.Tests.Browser;

/// <summary>What every page has to be for every reader: held against WCAG by axe-core, and within its window.</summary>
internal static class PageAudit
{
    private const int ShownNodes = 3;

    /// <summary>The windows that pages are looked at in.</summary>
    public static IReadOnlyList<(int Width, ColorScheme Scheme)> Windows { get; } =
        [(1280, ColorScheme.Light), (1280, ColorScheme.Dark), (400, ColorScheme.Dark)];

    /// <summary>What is wrong with a page as it stands; empty where nothing is.</summary>
    /// <param name="page">The page.</param>
    public static async Task<IReadOnlyList<string>> Faults(IPage page)
    {
        var window = $"{page.Url.Split('/')[^1]} in {page.ViewportSize!.Width}";
        var result = await page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
        });
        Assert.NotEmpty(result.Passes);
        return
        [
            .. result.Violations.Select(found => $"{window}: {found.Id}: {found.Help}\n  "
                + string.Join("\n  ", found.Nodes.Take(ShownNodes).Select(node => node.Html))),
            .. await Overflow(page) is { } wide ? new[] { $"{window}: {wide}" } : [],
        ];
    }

    /// <summary>What makes a page wider than its window; null where it fits.</summary>
    /// <param name="page">The page.</param>
    public static async Task<string?> Overflow(IPage page)
    {
        var width = page.ViewportSize!.Width;
        var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        return wide <= width ? null : $"{wide} pixels wide in a window of {width}: " + await page.EvaluateAsync<string>(
            "[...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 4)"
                + ".map(e => e.tagName + '.' + (e.getAttribute('class') ?? '')).join(' ')");
    }
}
