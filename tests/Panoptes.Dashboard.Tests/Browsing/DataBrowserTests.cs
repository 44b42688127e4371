using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Panoptes.Dashboard.Browsing.Pictures;
using Panoptes.Dashboard.Browsing.Serving;
using Panoptes.Data.Configuration;
using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;
using Panoptes.Data.Readers;
using Panoptes.Data.Splits;
using Panoptes.Imaging.Codecs;
using Panoptes.Tests;

namespace Panoptes.Dashboard.Tests.Browsing;

public sealed partial class DataBrowserTests(BrowsedFolder folder) : IClassFixture<BrowsedFolder>, IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder lists = new();
    private DataBrowserHost host = null!;
    private HttpClient client = null!;

    public async Task InitializeAsync()
    {
        host = await folder.Serve(lists.Path);
        client = BrowsedFolder.Client(host);
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose()
    {
        client.Dispose();
        lists.Dispose();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sample/0")]
    [InlineData("/photo/0")]
    [InlineData("/api/select")]
    public async Task No_address_answers_without_the_token(string path)
    {
        using var stranger = new HttpClient { BaseAddress = client.BaseAddress };
        using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task The_grid_pages_through_all_samples_and_the_address_holds_the_filter()
    {
        var first = await Get("/");
        Assert.Contains("100 of 100 samples", first);
        Assert.Equal(60, Places(first).Length);
        Assert.Equal(40, Places(await Get("/?page=2")).Length);
        Assert.Equal(Enumerable.Range(0, 100), Places(first).Concat(Places(await Get("/?page=2"))));

        var cars = await Get("/?class=car&least=2&sort=share");
        var shares = Places(cars).Select(place => Share(place, "car")).ToArray();
        Assert.NotEmpty(shares);
        Assert.All(shares, share => Assert.InRange(share, 0.02, 1));
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.Equal(
            Enumerable.Range(0, 100).Count(place => Share(place, "car") >= 0.02), int.Parse(Count().Match(cars).Groups[1].Value));
        Assert.Contains("/sample/", cars);
        Assert.Contains("?class=car&amp;least=2&amp;sort=share", cars);
        Assert.All(Places(await Get("/?class=car&most=0")), place => Assert.Equal(0, Share(place, "car")));
        Assert.Contains("No sample is like that", await Get("/?size=1x1"));
    }

    [Theory]
    [InlineData("?split=val", 15)]
    [InlineData("?q=val 0", -1)]
    [InlineData("?finding=unreadable image", 1)]
    [InlineData("?finding=copy in another split", 2)]
    [InlineData("?size=128x64", 99)]
    [InlineData("?void-most=100", -1)]
    public async Task Filters_leave_what_they_name(string query, int count)
    {
        var found = int.Parse(Count().Match(await Get($"/{query}")).Groups[1].Value);
        Assert.True(count < 0 ? found is > 0 and < 100 || query.Contains("void") : found == count, $"{found} of {query}");
    }

    [Fact]
    public async Task A_broken_sample_has_a_page_that_says_why()
    {
        var place = Enumerable.Range(0, 100).Single(at => folder.Index.Samples[at].Width == 0);
        var page = await Get($"/sample/{place}");
        Assert.Contains("The image cannot be read", page);
        Assert.Contains(FaultKinds.Image, page);
        Assert.DoesNotContain(folder.Root, page);
        using var picture = await client.GetAsync(new Uri($"/photo/{place}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, picture.StatusCode);
        using var none = await client.GetAsync(new Uri("/sample/100", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Pictures_and_the_class_of_every_pixel_fit_each_other()
    {
        var sample = folder.Index.Samples[0];
        var photo = ImageFile.ReadRgb(await client.GetByteArrayAsync(Address("/photo/0?size=full")), "photo");
        var labels = ImageFile.ReadRgb(await client.GetByteArrayAsync(Address("/labels/0?size=full")), "labels");
        var ids = await client.GetByteArrayAsync(Address("/ids/0?size=full"));
        Assert.Equal((128, 64, 128, 64), (photo.Width, photo.Height, labels.Width, labels.Height));
        Assert.Equal((128, 64), (BitConverter.ToUInt16(ids), BitConverter.ToUInt16(ids, 2)));
        var counts = Enumerable.Range(0, 128 * 64).CountBy(i => (int)BitConverter.ToUInt16(ids, 4 + (2 * i))).ToDictionary();
        Assert.All(sample.Classes, one => Assert.Equal(one.Pixels, counts[one.TrainId]));
        var segments = Enumerable.Range(0, 128 * 64).CountBy(i => BitConverter.ToInt32(ids, 4 + (2 * 128 * 64) + (4 * i))).ToDictionary();
        Assert.Equal(
            sample.Segments.Select(one => (long)one.Area).Order(),
            segments.Where(one => one.Key > 0).Select(one => (long)one.Value).Order());
    }

    [Fact]
    public async Task A_selection_is_saved_as_a_list_that_a_training_stream_takes()
    {
        Assert.Equal(
            HttpStatusCode.Forbidden, (await BrowsedFolder.Post(client, host, "/api/lists", "{\"name\":\"a\"}", "wrong")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post("/api/lists", "{\"name\":\"empty\"}")).Status);
        await Post("/api/select", "{\"words\":\"split=train&class=person\",\"on\":true}");
        var wanted = Enumerable.Range(0, 100)
            .Where(place => NameOf(place).Split == "train" && Share(place, "person") > 0).Skip(1).ToArray();
        var first = Enumerable.Range(0, 100).First(place => NameOf(place).Split == "train" && Share(place, "person") > 0);
        Assert.Contains($"{wanted.Length}", (await Post("/api/select", $"{{\"places\":[{first},100,-1],\"on\":false}}")).Text);
        Assert.Contains($"{wanted.Length} of 100 samples", await Get("/?selected=yes"));

        var (status, text) = await Post("/api/lists", "{\"name\":\"persons\"}");
        Assert.Equal(HttpStatusCode.OK, status);
        var list = JsonDocument.Parse(text).RootElement.GetProperty("lists")[0];
        var file = Path.Combine(lists.Path, "persons.txt");
        Assert.Equal($"./panoptes train CONFIG data.root=scenes data.streams.labeled.list={file}", list.GetProperty("only").GetString());
        var train = Datasets.Open(folder.Data, "train");
        var only = new StreamSamples(folder.Data, train).Open("labeled", new StreamConfig { List = file });
        var rest = new StreamSamples(folder.Data, train).Open("labeled", new StreamConfig { Exclude = file });
        Assert.Equal(wanted.Select(place => NameOf(place).Name), Enumerable.Range(0, only.Count).Select(i => only.Files(i).Name));
        Assert.Equal(train.Count, only.Count + rest.Count);

        Assert.Contains("a file of that name", (await Post("/api/lists", "{\"name\":\"persons\"}")).Text);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post("/api/lists", "{\"name\":\"../persons\"}")).Status);
    }

    [Fact]
    public async Task A_selection_of_several_splits_becomes_a_list_of_each()
    {
        await Post("/api/select", "{\"words\":\"finding=copy+in+another+split\",\"on\":true}");
        var (_, text) = await Post("/api/lists", "{\"name\":\"leaks\"}");
        Assert.Equal(["leaks-train.txt", "leaks-val.txt"], Directory.GetFiles(lists.Path).Select(Path.GetFileName).Order());
        Assert.Contains("data.streams.labeled.split=val", text);
    }

    [Fact]
    public async Task Classes_and_findings_have_pages_of_their_own()
    {
        var classes = await Get("/classes");
        Assert.Contains("/?split=val&amp;class=car", classes);
        Assert.Contains("objects", classes);
        var findings = await Get("/findings");
        Assert.Contains(FindingKinds.Leak, findings);
        Assert.DoesNotContain("://", findings);
    }

    [Fact]
    public void A_shelf_of_pictures_keeps_the_last_ones_within_its_bytes()
    {
        var (shelf, made) = (new PictureShelf<int>(100), 0);
        byte[] Get(int key) => shelf.Get(key, () => { made++; return new byte[40]; });
        Get(1);
        Get(2);
        Get(1);
        Get(3);
        Assert.Equal((3, 80L), (made, shelf.Held));
        Get(1);
        Assert.Equal(3, made);
        Get(2);
        Assert.Equal((4, 80L), (made, shelf.Held));
        shelf.Get(9, () => new byte[101]);
        Assert.Equal(80, shelf.Held);
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private Task<string> Get(string path) => client.GetStringAsync(Address(path));

    private Task<(HttpStatusCode Status, string Text)> Post(string address, string json) =>
        BrowsedFolder.Post(client, host, address, json);

    private (string Split, string Name) NameOf(int place) =>
        (folder.Index.Splits[folder.Index.Samples[place].Split].Name, folder.Index.Samples[place].Name);

    private double Share(int place, string name)
    {
        var sample = folder.Index.Samples[place];
        return sample.ShareOf(folder.Index.Splits[sample.Split].Dataset.Classes.Names.Index().Single(one => one.Item == name).Index);
    }

    private static int[] Places(string page) => [.. Place().Matches(page).Select(match => int.Parse(match.Groups[1].Value))];

    [GeneratedRegex("name=\"pick\" value=\"(\\d+)\"")]
    private static partial Regex Place();

    [GeneratedRegex("role=\"status\">(\\d+) of 100 samples")]
    private static partial Regex Count();
}
