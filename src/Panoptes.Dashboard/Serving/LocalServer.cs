using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Panoptes.Dashboard.Pages;
using Panoptes.Foundation;

namespace Panoptes.Dashboard.Serving;

/// <summary>
/// A server of this program's pages while it listens. Whoever asks needs the token of <see cref="Address"/>, and a page that cannot be made
/// says why.
/// </summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private const long LongestRequest = 1 << 20;
    private readonly WebApplication app;

    private LocalServer(WebApplication app, AccessKeys keys, IPAddress listened)
    {
        this.app = app;
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        var host = IPAddress.Any.Equals(listened) || IPAddress.IPv6Any.Equals(listened) ? Dns.GetHostName()
            : listened.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{listened}]" : $"{listened}";
        Address = new Uri($"http://{host}:{port}/?{AccessGate.TokenName}={keys.Token}");
    }

    /// <summary>The address to open, with its token.</summary>
    public Uri Address { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="place">Where.</param>
    /// <param name="keys">The secrets.</param>
    /// <param name="frame">The frame of a page that says what went wrong.</param>
    /// <param name="map">Names the addresses.</param>
    /// <param name="cancel">Ends the beginning.</param>
    /// <exception cref="InputException">The port is taken, or the address is none of this machine.</exception>
    public static async Task<LocalServer> Start(
        ListeningPlace place, AccessKeys keys, PageFrame frame, Action<WebApplication> map, CancellationToken cancel)
    {
        if (place.Port is { } wanted)
        {
            return await Listen(place.Address, wanted, keys, frame, map, cancel).ConfigureAwait(false);
        }

        try
        {
            return await Listen(place.Address, place.UsualPort, keys, frame, map, cancel).ConfigureAwait(false);
        }
        catch (InputException taken) when (taken.InnerException is AddressInUseException)
        {
            return await Listen(place.Address, 0, keys, frame, map, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the process is told to end (Ctrl-C, SIGTERM).</summary>
    public Task WaitForEnd() => app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<LocalServer> Listen(
        IPAddress address, int port, AccessKeys keys, PageFrame frame, Action<WebApplication> map, CancellationToken cancel)
    {
        // Nothing of the surroundings (files, variables) is asked where to listen.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestRequest;
            kestrel.Listen(address, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        var gate = new AccessGate(keys, Names(address));
        app.Use(async (context, next) =>
        {
            if (await gate.Lets(context))
            {
                await Guarded(context, next, frame);
            }
        });
        app.UseRouting();
        map(app);
        try
        {
            await app.StartAsync(cancel).ConfigureAwait(false);
            return new LocalServer(app, keys, address);
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new InputException(
                $"--port {port}", refused.InnerException is AddressInUseException ? "a port that is taken" : refused.Message,
                $"a free port of {address}", "name another one, or leave it out", refused.InnerException ?? refused);
        }
    }

    private static HashSet<string> Names(IPAddress address) =>
        IPAddress.IsLoopback(address) ? [] : [Dns.GetHostName().ToLowerInvariant(), Environment.MachineName.ToLowerInvariant()];

    // What a page shows can be half written, moved or broken while it is made: the page says so, and the program goes on.
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
                await Console.Error.WriteLineAsync($"panoptes: {context.Request.Path}: {fault}");
            }

            await (context.Request.Path.StartsWithSegments("/api")
                ? Answers.Json(context, new { Fault = text }, status)
                : Answers.Html(context, frame.Fault("This page cannot be shown", text), status));
        }
    }
}
