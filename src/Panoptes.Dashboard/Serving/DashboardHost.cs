using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Comparing;
using Panoptes.Dashboard.Curves;
using Panoptes.Dashboard.Pages;
using Panoptes.Dashboard.StudyViews;
using Panoptes.Web.Access;

namespace Panoptes.Dashboard.Serving;

/// <summary>
/// The dashboard while it listens: pages over runs and studies in folders. Whoever asks needs the token of <see cref="Address"/>; nothing
/// is fetched from elsewhere, and nothing is written but tags and notes, each into a file of its own in its run's folder.
/// </summary>
public sealed class DashboardHost : IAsyncDisposable
{
    private static readonly FrameLook Look = new("Dashboard", "Back to the runs", [new("Runs", "/"), new("Studies", "/studies")]);
    private readonly PageServer server;
    private readonly CancellationTokenSource end = new();
    private readonly Task watching;

    private DashboardHost(PageServer server, RunCatalog catalog, AccessKeys keys)
    {
        (this.server, Catalog, Keys) = (server, catalog, keys);
        watching = catalog.Watch(end.Token);
    }

    /// <summary>The address to open, with its token.</summary>
    public Uri Address => server.Address;

    /// <summary>The runs.</summary>
    internal RunCatalog Catalog { get; }

    /// <summary>The secrets.</summary>
    internal AccessKeys Keys { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="options">What is shown, and where.</param>
    /// <param name="cancel">Ends the beginning.</param>
    /// <exception cref="Foundation.InputException">The port is taken, or the address is none of this machine.</exception>
    public static async Task<DashboardHost> Start(DashboardOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var time = TimeProvider.System;
        var keys = new AccessKeys();
        var catalog = new RunCatalog(options.Folders, time);
        var bench = new Workbench(
            catalog, new CurveStore(), new StudyShelf(catalog, time), new ComparisonShelf(), new PageFrame(keys.Request, Look), time);
        var place = new ListeningPlace("panoptes dashboard", options.Address, options.Port, DashboardOptions.UsualPort);
        var server = await PageServer.Start(place, keys, bench.Frame, app => Map(app, bench), cancel).ConfigureAwait(false);
        return new DashboardHost(server, catalog, keys);
    }

    /// <summary>Waits until the process is told to end (Ctrl-C, SIGTERM).</summary>
    public Task WaitForEnd() => server.WaitForEnd();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        await server.DisposeAsync().ConfigureAwait(false);
        end.Dispose();
    }

    private static void Map(WebApplication app, Workbench bench)
    {
        var (pages, data, files) = (new PageEndpoints(bench), new DataEndpoints(bench), new FileEndpoints(bench));
        void Get(string pattern, RequestDelegate answer) => app.MapMethods(pattern, ["GET", "HEAD"], answer);
        Get("/", pages.List);
        Get("/run/{id}", pages.Run);
        Get("/run/{id}/files/{**path}", files.Run);
        Get("/overlay", pages.Overlay);
        Get("/compare", pages.Compare);
        Get("/compare/map", pages.Map);
        Get("/studies", pages.StudyList);
        Get("/study/{id}", pages.Study);
        Get("/assets/{name}", FileEndpoints.Asset);
        Get("/api/runs", data.Runs);
        Get("/api/runs/{id}", data.Run);
        Get("/api/runs/{id}/charts", data.Charts);
        Get("/api/runs/{id}/log", data.Log);
        Get("/api/overlay", data.Overlay);
        app.MapPost("/api/runs/{id}/note", data.Note);
        app.MapPost("/api/tags", data.Tags);
        app.MapFallback(Answers.Missing);
    }
}
