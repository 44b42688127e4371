using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Serving.Tests.Hosting;
using Panoptes.Serving.Tests.Models;
using static Microsoft.Playwright.Assertions;

namespace Panoptes.Serving.Tests.Pages;

[Trait("Speed", "Slow")]
public sealed class PageTests
{
    [BrowserFact]
    public async Task An_image_that_is_chosen_is_shown_with_what_the_model_sees_and_the_page_can_be_read_by_all()
    {
        await using var service = await Service.Start();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = BrowserFactAttribute.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        });
        var asked = new ConcurrentBag<string>();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (400, ColorScheme.Dark) })
        {
            var context = await browser.NewContextAsync(
                new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
            var page = await context.NewPageAsync();
            page.Request += (_, request) => asked.Add(request.Url);
            await page.GotoAsync(service.Host.Address.AbsoluteUri);
            await RequireReadable(page, width);

            var image = Pictures.Noise(60, 40);
            await page.SetInputFilesAsync("#file", new FilePayload
            {
                Name = "street.png",
                MimeType = "image/png",
                Buffer = PngFile.EncodeRgb(image),
            });
            await Expect(page.Locator("#rows tr")).ToHaveCountAsync(RedModel.Classes);
            await Expect(page.Locator("#state")).ToContainTextAsync("60 x 40 pixels");
            await page.Locator("#strength").FillAsync("100");
            var drawn = await page.EvaluateAsync<int[]>(
                "[...document.getElementById('picture').getContext('2d').getImageData(0, 0, 60, 40).data].filter((_, i) => i % 4 === 0)");
            Assert.Equal(RedModel.Seen(image).Pixels.Select(id => id << 4), drawn);
            await RequireReadable(page, width);

            await page.SetInputFilesAsync("#file", new FilePayload { Name = "words.png", MimeType = "image/png", Buffer = [1, 2, 3] });
            await Expect(page.Locator("#state")).ToContainTextAsync("a PNG or JPEG image");
            await context.CloseAsync();
        }

        Assert.All(
            asked.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)), url => Assert.StartsWith($"{service.Host.Root}", url));
    }

    private static async Task RequireReadable(IPage page, int width)
    {
        var result = await page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
        });
        Assert.Empty(result.Violations.Select(found => $"{width} {found.Id}: {found.Help}: {found.Nodes[0].Html}"));
        Assert.NotEmpty(result.Passes);
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
    }
}
