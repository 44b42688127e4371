using System.Net;
using System.Text;
using Panoptes.Dashboard.Browsing.Serving;
using Panoptes.Data.Configuration;
using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;
using Panoptes.Data.Synthetic;
using Panoptes.Tests;

namespace Panoptes.Dashboard.Tests.Browsing;

/// <summary>A data set of synthetic scenes with a broken image, a broken label and an image that is in two splits.</summary>
public sealed class BrowsedFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public BrowsedFolder()
    {
        SyntheticFolder.Write(folder["scenes"], new SyntheticFolderConfig { Images = 100, Height = 64, Width = 128 });
        var config = Data;
        var all = DataIndex.Open(config, new DataIndexOptions { Folder = folder["first"] });
        string Image(string split, int place) => all.Splits.Single(one => one.Name == split).Dataset.Files(place).Image;
        File.Copy(Image("train", 0), Image("val", 0), overwrite: true);
        File.WriteAllText(Image("train", 3), "no image");
        var panoptic = folder.Files().Single(file => file.StartsWith("scenes/annotations/panoptic_train/", StringComparison.Ordinal)
            && Path.GetFileNameWithoutExtension(file) == Path.GetFileNameWithoutExtension(Image("train", 5)));
        File.WriteAllText(folder[panoptic], "no labels");
        Index = DataIndex.Open(config, new DataIndexOptions { Folder = folder["index"] });
    }

    internal DataConfig Data => new() { Root = folder["scenes"], Format = DataFormat.CocoPanoptic };

    internal DataIndex Index { get; }

    internal string Root => folder.Path;

    /// <summary>Serves it; lists go to a folder of the caller's own.</summary>
    internal Task<DataBrowserHost> Serve(string lists) => DataBrowserHost.Start(new DataBrowserOptions
    {
        Index = Index,
        Findings = DataFindings.Of(Index, new FindingLimits()),
        Lists = lists,
        Command = "./panoptes train CONFIG data.root=scenes",
        Port = 0,
    });

    /// <summary>Somebody who has opened the printed address.</summary>
    internal static HttpClient Client(DataBrowserHost host)
    {
        var client = new HttpClient { BaseAddress = new Uri(host.Address.GetLeftPart(UriPartial.Authority)) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", host.Keys.Token);
        return client;
    }

    internal static async Task<(HttpStatusCode Status, string Text)> Post(
        HttpClient client, DataBrowserHost host, string address, string json, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Request-Key", key ?? host.Keys.Request);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => folder.Dispose();
}
