using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Serving;
using Panoptes.Dashboard.Tests.Runs;
using Panoptes.Web.Access;

namespace Panoptes.Dashboard.Tests.Serving;

public sealed class AccessTests : IAsyncLifetime, IDisposable
{
    private readonly SampleFolder folder = new();
    private DashboardHost host = null!;
    private Uri Root => new(host.Address.GetLeftPart(UriPartial.Authority));

    public async Task InitializeAsync() => host = await folder.Serve();

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/studies")]
    [InlineData("/overlay")]
    [InlineData("/compare")]
    [InlineData("/assets/page.js")]
    [InlineData("/api/runs")]
    [InlineData("/run/0/files/report.html")]
    [InlineData("/nothing")]
    [InlineData("/?token=wrong")]
    public async Task No_address_answers_without_the_token(string path)
    {
        using var client = new HttpClient { BaseAddress = Root };
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("sample-run", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_printed_address_gives_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Root };
        using var answer = await client.GetAsync(host.Address);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.DoesNotContain(host.Keys.Token, cookie);
        using var page = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task A_foreign_name_for_this_machine_is_refused(string name)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = $"{name}:{Root.Port}" } };
        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("wrong", null)]
    [InlineData("right", "http://evil.example")]
    public async Task What_changes_something_needs_the_key_of_a_page(string? key, string? origin)
    {
        using var client = Client();
        using var answer = await Post(client, "/api/tags", "{\"runs\":[\"x\"]}", key == "right" ? host.Keys.Request : key, origin);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Nothing_else_is_answered(string method)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/tags");
        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_note_of_an_older_version_is_answered_with_what_stands()
    {
        using var client = Client();
        var address = $"/api/runs/{RunNames.Id(folder.Live)}/note";
        const string First = "{\"version\":0,\"tags\":[\"a\"],\"text\":\"<b>one</b>\",\"by\":\"Ada\"}";
        using var one = await Post(client, address, First, host.Keys.Request);
        using var two = await Post(client, address, First.Replace("one", "two"), host.Keys.Request, Root.GetLeftPart(UriPartial.Authority));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (one.StatusCode, two.StatusCode));
        Assert.Contains("one", await two.Content.ReadAsStringAsync());
        var page = await client.GetStringAsync(new Uri($"/run/{RunNames.Id(folder.Live)}", UriKind.Relative));
        Assert.Contains("&lt;b&gt;one&lt;/b&gt;", page);
        Assert.DoesNotContain("<b>one", page);
    }

    [Fact]
    public async Task A_page_of_a_run_is_shown_without_this_programs_rights()
    {
        using var client = Client();
        var run = host.Catalog.All().First(run => run.Name == "sample-run");
        using var report = await client.GetAsync(new Uri($"/run/{run.Id}/files/report.html", UriKind.Relative));
        using var config = await client.GetAsync(new Uri($"/run/{run.Id}/files/config.resolved.yaml", UriKind.Relative));
        using var outside = await client.GetAsync(new Uri($"/run/{run.Id}/files/%2e%2e/%2e%2e/crops/report.html", UriKind.Relative));

        Assert.StartsWith("sandbox allow-scripts;", Assert.Single(report.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("text/plain", config.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
        Assert.All(
            new[] { report, config },
            answer => Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options"))));
    }

    [Fact]
    public async Task A_part_that_has_not_changed_is_not_sent_again()
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("X-Part", "list");
        using var first = await client.GetAsync(Root);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, second.StatusCode));
        Assert.DoesNotContain("<html", await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Scripts_come_from_files_of_this_program_alone()
    {
        using var client = Client();
        using var page = await client.GetAsync(Root);
        var text = await page.Content.ReadAsStringAsync();

        Assert.Contains("script-src 'self';", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        Assert.DoesNotContain("<script>", text);
        Assert.DoesNotContain("://", text.Replace("http://www.w3.org/2000/svg", ""));
        Assert.DoesNotMatch(" on[a-z]+=", text);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        var error = await Assert.ThrowsAsync<Foundation.InputException>(
            () => DashboardHost.Start(new DashboardOptions { Folders = [folder.Root], Port = Root.Port }));

        Assert.Contains($"--port {Root.Port}: found a port that is taken", error.Message);
    }

    private HttpClient Client() => new()
    {
        BaseAddress = Root,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", host.Keys.Token) },
    };

    private static Task<HttpResponseMessage> Post(HttpClient client, string path, string json, string? key, string? origin = null)
    {
        var content = new StringContent(json, Encoding.UTF8, "application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add(AccessGate.KeyHeader, key);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return client.SendAsync(request);
    }
}
