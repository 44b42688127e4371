using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Panoptes.Foundation;

namespace Panoptes.Web.Hosting;

/// <summary>A web server of this program alone: nothing of the surroundings (files, variables) is asked where to listen.</summary>
internal static class LocalServer
{
    /// <summary>What an application is made of.</summary>
    /// <param name="address">The address that is listened at.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="end">How long requests that run may take once the program is told to end.</param>
    /// <param name="limits">Sets the server's limits.</param>
    public static WebApplicationBuilder Builder(IPAddress address, int port, TimeSpan end, Action<KestrelServerLimits> limits)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            limits(kestrel.Limits);
            kestrel.Listen(address, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = end);
        return builder;
    }

    /// <summary>Starts on the port that is wanted; where none is, on the usual one, or on any that is free.</summary>
    /// <param name="wanted">The port; null for none.</param>
    /// <param name="usual">The usual one.</param>
    /// <param name="start">Starts on a port.</param>
    /// <exception cref="InputException">The port is taken.</exception>
    public static async Task<T> OnFreePort<T>(int? wanted, int usual, Func<int, Task<T>> start)
    {
        try
        {
            return await start(wanted ?? usual).ConfigureAwait(false);
        }
        catch (InputException taken) when (wanted is null && taken.InnerException is AddressInUseException)
        {
            return await start(0).ConfigureAwait(false);
        }
    }

    /// <summary>Begins to listen; an application that cannot is disposed.</summary>
    /// <exception cref="InputException">The port is taken, or the address is none of this machine.</exception>
    public static async Task Start(WebApplication app, IPAddress address, int port, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new InputException(
                $"--port {port}", refused.InnerException is AddressInUseException ? "a port that is taken" : refused.Message,
                $"a free port of {address}", "name another one, or leave it out", refused.InnerException ?? refused);
        }
    }

    /// <summary>Where a started application is reached, without a path.</summary>
    public static Uri AddressOf(WebApplication app, IPAddress listened)
    {
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        var host = IPAddress.Any.Equals(listened) || IPAddress.IPv6Any.Equals(listened) ? Dns.GetHostName()
            : listened.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{listened}]" : $"{listened}";
        return new Uri($"http://{host}:{port}/");
    }

    /// <summary>Names under which others reach an address of this machine.</summary>
    public static IReadOnlySet<string> Names(IPAddress address) => IPAddress.IsLoopback(address)
        ? new HashSet<string>()
        : new HashSet<string> { Dns.GetHostName().ToLowerInvariant(), Environment.MachineName.ToLowerInvariant() };
}
