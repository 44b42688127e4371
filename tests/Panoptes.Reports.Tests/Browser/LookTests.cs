using Microsoft.Playwright;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Tests.Browser;

namespace Panoptes.Reports.Tests.Browser;

/// <summary>
/// How pages look, held against small pictures, so that a broken layout is seen; letters may differ from machine to machine. To accept a
/// change: <c>PANOPTES_ACCEPT=1 ./panoptes test LookTests --slow</c>.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class LookTests(PageVisit visit) : IClassFixture<PageVisit>
{
    private const int KeptWidth = 192;
    private const int ComparedWidth = 96;
    private const int Tolerated = 28;
    private const double MostDiffering = 0.04;

    private static readonly string Folder = Path.Combine(Root(), "tests", "Panoptes.Reports.Tests", "Browser", "Looks");

    [BrowserTheory]
    [InlineData("run", 1280, ColorScheme.Light)]
    [InlineData("run", 400, ColorScheme.Dark)]
    [InlineData("score-semantic", 1280, ColorScheme.Dark)]
    [InlineData("predictions", 1280, ColorScheme.Light)]
    [InlineData("study", 1280, ColorScheme.Light)]
    public async Task Pages_look_as_accepted(string name, int width, ColorScheme scheme)
    {
        var page = await visit.Open(name, width, scheme);
        var seen = await Look(page);
        var file = Path.Combine(Folder, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png");
        if (Environment.GetEnvironmentVariable("PANOPTES_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Folder);
            PngFile.WriteRgb(file, seen, level: 9);
        }

        var accepted = PngFile.ReadRgb(file);
        var share = Differing(accepted, seen);
        Assert.True(share <= MostDiffering, $"{name} at {width}: {100 * share:0.0} % of the picture differ from {file}");

        // The same page with a part of its layout lost is told from it.
        await page.AddStyleTagAsync(new() { Content = "div, section { display: block !important; }" });
        Assert.True(Differing(accepted, await Look(page)) > MostDiffering, "a page without its grid looks the same");
    }

    [BrowserFact]
    public async Task The_viewer_looks_as_accepted()
    {
        var page = await visit.Open("score-semantic", 1280, ColorScheme.Light);
        await page.Locator(".panel.truth").First.ClickAsync();
        var seen = await Look(page, height: 900);
        var file = Path.Combine(Folder, "viewer.png");
        if (Environment.GetEnvironmentVariable("PANOPTES_ACCEPT") == "1")
        {
            PngFile.WriteRgb(file, seen, level: 9);
        }

        Assert.InRange(Differing(PngFile.ReadRgb(file), seen), 0, MostDiffering);
    }

    private static async Task<RgbImage> Look(IPage page, int height = 1800)
    {
        var width = page.ViewportSize!.Width;
        await page.SetViewportSizeAsync(width, height);
        await page.WaitForFunctionAsync(
            "[...document.images].every(image => image.complete || image.getClientRects().length === 0"
                + " || image.getBoundingClientRect().top > innerHeight)");
        var shot = PngFile.ReadRgb(await page.ScreenshotAsync(), "shot");
        return DisplaySize.Fit(shot, KeptWidth, int.MaxValue);
    }

    // Shrunk until letters are gray: what is compared is where things stand and how bright they are.
    private static double Differing(RgbImage accepted, RgbImage seen)
    {
        var (a, b) = (DisplaySize.Fit(accepted, ComparedWidth, int.MaxValue), DisplaySize.Fit(seen, ComparedWidth, int.MaxValue));
        if (a.Width != b.Width || a.Height != b.Height)
        {
            return 1;
        }

        var differing = 0;
        for (var i = 0; i < a.Pixels.Length; i += 3)
        {
            differing += Enumerable.Range(i, 3).Any(at => Math.Abs(a.Pixels[at] - b.Pixels[at]) > Tolerated) ? 1 : 0;
        }

        return (double)differing / (a.Width * a.Height);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Panoptes.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? "";
    }
}
