using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Panoptes.Dashboard.Tests.Browser;

[Trait("Speed", "Slow")]
public sealed class AccessibilityTests(BrowserSession session) : IClassFixture<BrowserSession>
{
    [BrowserTheory]
    [InlineData("list")]
    [InlineData("grouped")]
    [InlineData("run")]
    [InlineData("live")]
    [InlineData("overlay")]
    [InlineData("compare")]
    [InlineData("images")]
    [InlineData("studies")]
    [InlineData("fault")]
    public async Task Pages_can_be_read_by_all_in_light_and_dark(string name)
    {
        var faults = new List<string>();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (400, ColorScheme.Dark) })
        {
            var page = await session.Open(Path(name), width, scheme);
            var result = await page.RunAxe(new AxeRunOptions
            {
                RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
            });
            faults.AddRange(result.Violations.Select(found => $"{width} {scheme} {found.Id}: {found.Help}\n  "
                + string.Join("\n  ", found.Nodes.Take(3).Select(node => node.Html))));
            Assert.NotEmpty(result.Passes);
            await page.Context.CloseAsync();
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [BrowserTheory]
    [InlineData(400)]
    [InlineData(900)]
    [InlineData(2560)]
    public async Task Pages_fit_narrow_and_wide_windows(int width)
    {
        foreach (var name in new[] { "list", "grouped", "run", "overlay", "compare", "images", "studies" })
        {
            var page = await session.Open(Path(name), width);
            var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(wide <= width, $"{name} is {wide} wide in a window of {width}");
            await page.Context.CloseAsync();
        }
    }

    private string Path(string name) => name switch
    {
        "grouped" => "/?group=model&sort=best",
        "run" => $"/run/{session.Id("sample-run")}",
        "live" => $"/run/{session.Id("live")}",
        "overlay" => $"/overlay?run={session.Id("sample-run")}&run={session.Id("crops")}&x=time",
        "compare" => $"/compare?run={session.Id("crops")}&run={session.Id("crops-ibs")}",
        "images" => $"/compare?{session.Samples}",
        "studies" => "/studies",
        "fault" => "/overlay",
        _ => "/",
    };
}
