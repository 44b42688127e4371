using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Panoptes.Dashboard.Browsing.Pictures;
using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Dashboard.Browsing.Selecting;
using Panoptes.Dashboard.Pages;
using Panoptes.Dashboard.Serving;
using Panoptes.Web.Access;

namespace Panoptes.Dashboard.Browsing.Serving;

/// <summary>
/// A data browser while it listens: the samples of a data set as a grid and one by one, what was found, and how often classes occur.
/// Whoever asks needs the token of <see cref="Address"/>; nothing is fetched from elsewhere, and nothing is written but lists of samples.
/// </summary>
public sealed class DataBrowserHost : IAsyncDisposable
{
    private static readonly FrameLook Look = new(
        "Data set", "Back to the samples", [new("Samples", "/"), new("Classes", "/classes"), new("Findings", "/findings")])
    {
        Own = "browse",
    };

    private readonly PageServer server;
    private readonly SamplePictures pictures;

    private DataBrowserHost(PageServer server, SamplePictures pictures, AccessKeys keys)
    {
        (this.server, this.pictures, Keys) = (server, pictures, keys);
    }

    /// <summary>The address to open, with its token.</summary>
    public Uri Address => server.Address;

    /// <summary>The secrets.</summary>
    internal AccessKeys Keys { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="options">What is shown, and where.</param>
    /// <param name="cancel">Ends the beginning.</param>
    /// <exception cref="Foundation.InputException">The port is taken, or the address is none of this machine.</exception>
    public static async Task<DataBrowserHost> Start(DataBrowserOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var keys = new AccessKeys();
        var frame = new PageFrame(keys.Request, Look);
        var data = new BrowsedData(options.Index, options.Findings, options.Disagreements, options.Predictions)
        {
            Notes = options.Notes,
        };
        var (pictures, selection) = (new SamplePictures(data), new Selection());
        var lists = new SelectionLists(data, options.Lists, options.Command);
        var pages = new BrowserEndpoints(data, pictures, selection, frame);
        var selecting = new SelectionEndpoints(data, selection, lists, options.TrainSplit);
        var place = new ListeningPlace("panoptes data browse", options.Address, options.Port, DataBrowserOptions.UsualPort);
        var server = await PageServer.Start(place, keys, frame, app => Map(app, pages, selecting), cancel).ConfigureAwait(false);
        return new DataBrowserHost(server, pictures, keys);
    }

    /// <summary>Waits until the process is told to end (Ctrl-C, SIGTERM).</summary>
    public Task WaitForEnd() => server.WaitForEnd();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync().ConfigureAwait(false);
        pictures.Dispose();
    }

    private static void Map(WebApplication app, BrowserEndpoints pages, SelectionEndpoints selecting)
    {
        void Get(string pattern, RequestDelegate answer) => app.MapMethods(pattern, ["GET", "HEAD"], answer);
        Get("/", pages.Grid);
        Get("/sample/{place}", pages.Sample);
        Get("/classes", pages.Classes);
        Get("/findings", pages.Findings);
        Get("/photo/{place}", pages.Photo);
        Get("/labels/{place}", pages.Labels);
        Get("/ids/{place}", pages.Ids);
        Get("/assets/{name}", FileEndpoints.Asset);
        app.MapPost("/api/select", selecting.Select);
        app.MapPost("/api/lists", selecting.Save);
        app.MapFallback(Answers.Missing);
    }
}
