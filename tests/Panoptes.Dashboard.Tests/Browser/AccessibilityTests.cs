using Panoptes.Tests.Browser;

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
        foreach (var (width, scheme) in PageAudit.Windows)
        {
            var page = await session.Open(Path(name), width, scheme);
            faults.AddRange(await PageAudit.Faults(page));
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
            Assert.Null(await PageAudit.Overflow(page));
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
