using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Comparing;
using Panoptes.Dashboard.Curves;
using Panoptes.Dashboard.Pages;
using Panoptes.Dashboard.StudyViews;
using Panoptes.Foundation;

namespace Panoptes.Dashboard.Serving;

/// <summary>
/// The dashboard while it listens: pages over runs and studies in folders. Whoever asks needs the token of <see cref="Address"/>; nothing
/// is fetched from elsewhere, and nothing is written but tags and notes, each into a file of its own in its run's folder.
/// </summary>
public sealed class DashboardHost : IAsyncDisposable
{
    private const long LongestRequest = 1 << 20;
    private readonly WebApplication app;
    private readonly CancellationTokenSource end = new();
    private readonly Task watching;

    private DashboardHost(WebApplication app, RunCatalog catalog, AccessKeys keys, IPAddress listened)
    {
        this.app = app;
        Catalog = catalog;
        Keys = keys;
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        var host = IPAddress.Any.Equals(listened) || IPAddress.IPv6Any.Equals(listened) ? Dns.GetHostName()
            : listened.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{listened}]" : $"{listened}";
        Address = new Uri($"http://{host}:{port}/?{AccessGate.TokenName}={keys.Token}");
        watching = catalog.Watch(end.Token);
    }

    /// <summary>The address to open, with its token.</summary>
    public Uri Address { get; }

    /// <summary>The runs.</summary>
    internal RunCatalog Catalog { get; }

    /// <summary>The secrets.</summary>
    internal AccessKeys Keys { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="options">What is shown, and where.</param>
    /// <param name="cancel">Ends the beginning.</param>
    /// <exception cref="InputException">The port is taken, or the address is none of this machine.</exception>
    public static async Task<DashboardHost> Start(DashboardOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Port is { } wanted)
        {
            return await Listen(options, wanted, cancel).ConfigureAwait(false);
        }

        try
        {
            return await Listen(options, DashboardOptions.UsualPort, cancel).ConfigureAwait(false);
        }
        catch (InputException taken) when (taken.InnerException is AddressInUseException)
        {
            return await Listen(options, 0, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the process is told to end (Ctrl-C, SIGTERM).</summary>
    public Task WaitForEnd() => app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        end.Dispose();
    }

    private static async Task<DashboardHost> Listen(DashboardOptions options, int port, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        var keys = new AccessKeys();
        var catalog = new RunCatalog(options.Folders, time);
        var bench = new Workbench(
            catalog, new CurveStore(), new StudyShelf(catalog, time), new ComparisonShelf(), new PageFrame(keys.Request), time);

        // Nothing of the surroundings (files, variables) is asked where to listen.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestRequest;
            kestrel.Listen(options.Address, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        var gate = new AccessGate(keys, Names(options.Address));
        app.Use(async (context, next) =>
        {
            if (await gate.Lets(context))
            {
                await Guarded(context, next, bench.Frame);
            }
        });
        app.UseRouting();
        Map(app, bench);
        try
        {
            await app.StartAsync(cancel).ConfigureAwait(false);
            return new DashboardHost(app, catalog, keys, options.Address);
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new InputException(
                $"--port {port}", refused.InnerException is AddressInUseException ? "a port that is taken" : refused.Message,
                $"a free port of {options.Address}", "name another one, or leave it out", refused.InnerException ?? refused);
        }
    }

    private static HashSet<string> Names(IPAddress address) =>
        IPAddress.IsLoopback(address) ? [] : [Dns.GetHostName().ToLowerInvariant(), Environment.MachineName.ToLowerInvariant()];

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

    // A run can be half written, moved or broken while its page is made: the page says so, and the program goes on.
    private static async Task Guarded(HttpContext context, RequestDelegate next, PageFrame frame)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
#pragma warning disable CA1031 // One page that cannot be made must not end the others.
        catch (Exception fault) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            var (status, text) = fault is InputException or IOException or UnauthorizedAccessException
                ? (StatusCodes.Status400BadRequest, fault.Message)
                : (StatusCodes.Status500InternalServerError, $"A defect: {fault.GetType().Name}: {fault.Message}");
            if (status == StatusCodes.Status500InternalServerError)
            {
                await Console.Error.WriteLineAsync($"panoptes dashboard: {context.Request.Path}: {fault}");
            }

            await (context.Request.Path.StartsWithSegments("/api")
                ? Answers.Json(context, new { Fault = text }, status)
                : Answers.Html(context, frame.Fault("This page cannot be shown", text), status));
        }
    }
}
