using System.Collections.Concurrent;
using Microsoft.Playwright;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Serving.Tests.Hosting;
using Panoptes.Serving.Tests.Models;
using Panoptes.Tests.Browser;
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
        await using var browser = await Chromium.Launch(playwright);
        var asked = new ConcurrentBag<string>();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (400, ColorScheme.Dark) })
        {
            var page = await Chromium.NewPage(browser, width, scheme, asked.Add);
            await page.GotoAsync(service.Host.Address.AbsoluteUri);
            Assert.Empty(await PageAudit.Faults(page));

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
            Assert.Empty(await PageAudit.Faults(page));

            await page.SetInputFilesAsync("#file", new FilePayload { Name = "words.png", MimeType = "image/png", Buffer = [1, 2, 3] });
            await Expect(page.Locator("#state")).ToContainTextAsync("a PNG or JPEG image");
            await page.Context.CloseAsync();
        }

        Assert.All(
            asked.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)), url => Assert.StartsWith($"{service.Host.Root}", url));
    }
}
