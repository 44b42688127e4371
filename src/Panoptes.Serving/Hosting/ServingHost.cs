using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Panoptes.Foundation;
using Panoptes.Serving.Answers;
using Panoptes.Serving.Batching;
using Panoptes.Serving.Measuring;
using Panoptes.Serving.Models;
using Panoptes.Serving.Pages;
using Panoptes.Web.Access;
using Panoptes.Web.Hosting;

namespace Panoptes.Serving.Hosting;

/// <summary>A model behind HTTP while it listens. Told to end, it takes no more requests and answers those that it has.</summary>
public sealed class ServingHost : IAsyncDisposable
{
    // Pixels that wait, in images of the largest size.
    private const int LargestImages = 8;
    private const int Connections = 4096;
    private readonly WebApplication app;
    private readonly PredictionQueue queue;
    private readonly PredictEndpoint predict;

    private ServingHost(WebApplication app, PredictionQueue queue, PredictEndpoint predict, AccessKeys keys, ServingOptions options)
    {
        (this.app, this.queue, this.predict) = (app, queue, predict);
        Root = LocalServer.AddressOf(app, options.Address);
        Token = options.NeedsToken ? keys.Token : null;
        Address = Token is null ? Root : new Uri(Root, $"?{AccessGate.TokenName}={Token}");
    }

    /// <summary>The address of the page, with the token where one is needed.</summary>
    public Uri Address { get; }

    /// <summary>The address that paths are put behind.</summary>
    public Uri Root { get; }

    /// <summary>What requests send as <c>Authorization: Bearer TOKEN</c>; null where nothing is needed.</summary>
    public string? Token { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="model">What is served; not disposed here.</param>
    /// <param name="options">Where, to whom, and within which bounds.</param>
    /// <param name="cancel">Ends the beginning.</param>
    /// <exception cref="InputException">An option is out of range, the port is taken, or the address is none of this machine.</exception>
    public static Task<ServingHost> Start(IServedModel model, ServingOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return LocalServer.OnFreePort(options.Port, ServingOptions.UsualPort, port => Listen(model, options, port, cancel));
    }

    /// <summary>Waits until the process is told to end (Ctrl-C, SIGTERM), and every request is answered.</summary>
    public Task WaitForEnd() => app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        await queue.DisposeAsync().ConfigureAwait(false);
        predict.Dispose();
    }

    private static async Task<ServingHost> Listen(IServedModel model, ServingOptions options, int port, CancellationToken cancel)
    {
        var builder = LocalServer.Builder(options.Address, port, options.Limits.Time, limits =>
        {
            limits.MaxRequestBodySize = PredictEndpoint.MostBytes(options.Limits);
            limits.MaxConcurrentConnections = Connections;
        });
        var app = builder.Build();
        var metrics = new ServiceMetrics(options.Batching.Queue);
        var queue = new PredictionQueue(model, options.Batching, metrics, TimeProvider.System);
        var parts = new ServiceParts(
            model.Info, options.Limits, queue,
            new Admission(options.Batching.Queue + queue.Largest, options.Limits.MaxPixels * LargestImages), metrics,
            new ReadingPictures(model.Info), TimeProvider.System,
            app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var keys = options.Token is { } token ? new AccessKeys { Token = token } : new AccessKeys();
        var rules = new AccessRules("panoptes serve", LocalServer.Names(options.Address))
        {
            NeedsToken = options.NeedsToken,
            ForPrograms = true,
            Open = new HashSet<string> { "/health", "/health/live", "/health/ready" },
        };
        var gate = new AccessGate(keys, rules);
        app.Use(async (context, next) =>
        {
            if (await gate.Lets(context))
            {
                await next(context);
            }
        });
        app.UseRouting();
        var predict = new PredictEndpoint(parts);
        Map(app, parts, predict);
        try
        {
            await LocalServer.Start(app, options.Address, port, cancel).ConfigureAwait(false);
            return new ServingHost(app, queue, predict, keys, options);
        }
        catch
        {
            await queue.DisposeAsync().ConfigureAwait(false);
            predict.Dispose();
            throw;
        }
    }

    private static void Map(WebApplication app, ServiceParts parts, PredictEndpoint predict)
    {
        var state = new StateEndpoints(parts);
        void Get(string pattern, RequestDelegate answer) => app.MapMethods(pattern, ["GET", "HEAD"], answer);
        app.MapPost("/predict", predict.Answer);
        Get("/health", state.Ready);
        Get("/health/ready", state.Ready);
        Get("/health/live", StateEndpoints.Live);
        Get("/metrics", state.Metrics);
        Get("/model", state.Model);
        Get("/", context => TextAnswers.Text(context, ServicePage.Render(parts.Model), "text/html; charset=utf-8"));
        Get("/assets/{name}", context => ServicePage.Assets.TryGetValue($"{context.Request.RouteValues["name"]}", out var asset)
            ? TextAnswers.Text(context, asset.Text, asset.Type)
            : TextAnswers.Missing(context));
        app.MapFallback(TextAnswers.Missing);
    }
}
