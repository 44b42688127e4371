using System.Net;
using System.Net.Http.Headers;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Serving.Hosting;
using Panoptes.Serving.Tests.Models;

namespace Panoptes.Serving.Tests.Hosting;

public sealed class AccessTests
{
    private static readonly byte[] Small = PngFile.EncodeRgb(Pictures.Noise(8, 8));

    [Theory]
    [InlineData("health", HttpStatusCode.OK)]
    [InlineData("health/live", HttpStatusCode.OK)]
    [InlineData("health/ready", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("model", HttpStatusCode.Unauthorized)]
    [InlineData("metrics", HttpStatusCode.Unauthorized)]
    [InlineData("predict", HttpStatusCode.Unauthorized)]
    [InlineData("assets/serve.js", HttpStatusCode.Unauthorized)]
    public async Task Without_the_token_only_health_is_answered(string path, HttpStatusCode status)
    {
        await using var service = await Service.Start();
        using var stranger = new HttpClient { BaseAddress = service.Host.Root };
        using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_ask_in_the_name_of_who_is_let_in()
    {
        await using var service = await Service.Start();
        using var browser = new HttpClient { BaseAddress = service.Host.Root };
        using var page = await browser.GetAsync(service.Host.Address);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        async Task<HttpStatusCode> Ask(string? origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "predict") { Content = new ByteArrayContent(Small) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            request.Headers.TryAddWithoutValidation("Origin", origin);
            using var answer = await browser.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await Ask(service.Host.Root.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask("http://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask("null"));
    }

    [Fact]
    public async Task Without_tokens_this_machine_is_let_in_under_its_own_name_alone()
    {
        await using var service = await Service.Start(new ServingOptions { NeedsToken = false });
        using var client = new HttpClient { BaseAddress = service.Host.Root };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("model", UriKind.Relative))).StatusCode);
        client.DefaultRequestHeaders.Host = "evil.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(new Uri("model", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_given_token_is_the_one_that_is_needed()
    {
        await using var service = await Service.Start(new ServingOptions { Token = "0123456789abcdef" });
        Assert.Equal("0123456789abcdef", service.Host.Token);
        Assert.Contains("\"raw_id\":10", await service.Client.GetStringAsync(new Uri("model", UriKind.Relative)));
    }

    [Fact]
    public void A_service_that_others_reach_always_needs_a_token_that_is_no_guess()
    {
        Assert.Throws<InputException>(() => new ServingOptions { Address = IPAddress.Any, NeedsToken = false }.Validate());
        Assert.Throws<InputException>(() => new ServingOptions { Token = "secret" }.Validate());
        Assert.Throws<InputException>(() => new ServingOptions { Port = 0 }.Validate());
    }
}
