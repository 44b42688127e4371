using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Panoptes.Dashboard.Pages;
using Panoptes.Foundation;
using Panoptes.Web.Access;
using Panoptes.Web.Hosting;

namespace Panoptes.Dashboard.Serving;

/// <summary>
/// A server of this program's pages while it listens. Whoever asks needs the token of <see cref="Address"/>, and a page that cannot be made
/// says why.
/// </summary>
internal sealed class PageServer : IAsyncDisposable
{
    private const long LongestRequest = 1 << 20;
    private static readonly TimeSpan End = TimeSpan.FromSeconds(2);
    private readonly WebApplication app;

    private PageServer(WebApplication app, AccessKeys keys, IPAddress listened)
    {
        this.app = app;
        Address = new Uri(LocalServer.AddressOf(app, listened), $"?{AccessGate.TokenName}={keys.Token}");
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
    public static Task<PageServer> Start(
        ListeningPlace place, AccessKeys keys, PageFrame frame, Action<WebApplication> map, CancellationToken cancel) =>
        LocalServer.OnFreePort(place.Port, place.UsualPort, port => Listen(place, port, keys, frame, map, cancel));

    /// <summary>Waits until the process is told to end (Ctrl-C, SIGTERM).</summary>
    public Task WaitForEnd() => app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<PageServer> Listen(
        ListeningPlace place, int port, AccessKeys keys, PageFrame frame, Action<WebApplication> map, CancellationToken cancel)
    {
        var app = LocalServer.Builder(place.Address, port, End, limits => limits.MaxRequestBodySize = LongestRequest).Build();
        var gate = new AccessGate(keys, new AccessRules(place.Verb, LocalServer.Names(place.Address)));
        app.Use(async (context, next) =>
        {
            if (await gate.Lets(context))
            {
                await Guarded(context, next, frame);
            }
        });
        app.UseRouting();
        map(app);
        await LocalServer.Start(app, place.Address, port, cancel).ConfigureAwait(false);
        return new PageServer(app, keys, place.Address);
    }

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
