using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Panoptes.Dashboard.Serving;
using Panoptes.Dashboard.Tests.Runs;
using Panoptes.Experiments.Events;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Web.Access;

namespace Panoptes.Dashboard.Tests.Serving;

public sealed class PageTests : IAsyncLifetime, IDisposable
{
    private readonly SampleFolder folder = new();
    private DashboardHost host = null!;
    private HttpClient client = null!;

    public async Task InitializeAsync()
    {
        host = await folder.Serve();
        client = new HttpClient
        {
            BaseAddress = new Uri(host.Address.GetLeftPart(UriPartial.Authority)),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", host.Keys.Token) },
        };
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_page_of_a_run_has_the_command_that_makes_it_again_its_curves_and_files()
    {
        var page = await Get($"/run/{Id("sample-run")}");

        Assert.Contains("./panoptes train configs/camvid/deeplabv3plus-mobilenetv2.yaml", page);
        Assert.Contains("\"id\":\"loss\"", page);
        Assert.Contains("files/report.html", page);
        Assert.Contains("files/batch.jpg", page);
    }

    [Theory]
    [InlineData("steps", 20)]
    [InlineData("samples", 160)]
    [InlineData("time", 14 / 60.0)]
    public async Task Curves_are_drawn_over_steps_samples_or_time(string axis, double first)
    {
        var answer = JsonDocument.Parse(await Get($"/api/overlay?run={Id("sample-run")}&run={Id("live")}&x={axis}")).RootElement;
        var loss = answer.GetProperty("charts").EnumerateArray().First(chart => chart.GetProperty("id").GetString() == "loss");

        Assert.Equal(2, loss.GetProperty("series").GetArrayLength());
        Assert.Equal(first, loss.GetProperty("series")[0].GetProperty("x")[0].GetDouble(), 3);
    }

    [Fact]
    public async Task Runs_are_compared_by_class_with_intervals()
    {
        var page = await Get($"/compare?run={Id("crops")}&run={Id("crops-ibs")}");

        Assert.Contains("B - A, panoptic by class", page);
        Assert.Matches(@"<tr><td>car PQ</td>.*to \+", page);
    }

    [Fact]
    public async Task The_same_images_show_where_one_is_right_and_the_other_wrong()
    {
        var runs = host.Catalog.All().Where(run => run.Name == "sample-run").Select(run => $"run={run.Id}").ToList();
        var page = await Get($"/compare?{string.Join('&', runs)}&split=test");
        var map = System.Text.RegularExpressions.Regex.Match(page, "/compare/map[^\"]+").Value.Replace("&amp;", "&");
        var picture = PngFile.ReadRgb(await client.GetByteArrayAsync(new Uri(map, UriKind.Relative)), "map");

        // The two made-up runs predict the same: nothing is drawn.
        Assert.Equal(160, picture.Width);
        Assert.All(picture.Pixels.Chunk(3), pixel => Assert.Equal(new byte[] { 0, 0, 0 }, pixel));
    }

    [Theory]
    [InlineData("/compare?run=a", HttpStatusCode.BadRequest)]
    [InlineData("/overlay", HttpStatusCode.BadRequest)]
    [InlineData("/run/none", HttpStatusCode.NotFound)]
    [InlineData("/study/none", HttpStatusCode.NotFound)]
    [InlineData("/none", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_shown_is_said(string path, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Runs_that_cannot_be_compared_say_why()
    {
        using var answer = await client.GetAsync(new Uri($"/compare?run={Id("crops")}&run={Id("sample-run")}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("other data", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_log_is_read_on_from_where_it_was()
    {
        var first = JsonDocument.Parse(await Get($"/api/runs/{Id("live")}/log")).RootElement;
        folder.Log.Write(new Incident { Step = 11, Kind = "data", Text = "a file is gone" });
        var next = JsonDocument.Parse(await Get($"/api/runs/{Id("live")}/log?from={first.GetProperty("end").GetInt64()}")).RootElement;

        Assert.Contains("loss 3", first.GetProperty("text").GetString());
        Assert.Contains("data: a file is gone", next.GetProperty("text").GetString());
        Assert.DoesNotContain("loss", next.GetProperty("text").GetString());
        Assert.False(next.GetProperty("anew").GetBoolean());
    }

    [Fact]
    public async Task Tags_of_several_runs_change_at_once()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tags")
        {
            Content = new StringContent($"{{\"runs\":[\"{Id("crops")}\",\"{Id("live")}\"],\"add\":[\"good\"]}}"),
            Headers = { { AccessGate.KeyHeader, host.Keys.Request } },
        };
        using var answer = await client.SendAsync(request);

        answer.EnsureSuccessStatusCode();
        Assert.Equal(["crops", "live"], host.Catalog.All().Where(run => run.Note.Tags.Contains("good")).Select(run => run.Name).Order());
        Assert.True(File.Exists(Path.Combine(folder.Live, "notes.json")));
    }

    private string Id(string name) => host.Catalog.All().First(run => run.Name == name).Id;

    private Task<string> Get(string path) => client.GetStringAsync(new Uri(path, UriKind.Relative));
}
