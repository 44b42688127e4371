using System.Net.Http.Headers;
using Panoptes.Serving.Hosting;
using Panoptes.Serving.Tests.Models;

namespace Panoptes.Serving.Tests.Hosting;

/// <summary>A service of a <see cref="RedModel"/> on a port of its own, and somebody who knows its token.</summary>
internal sealed class Service : IAsyncDisposable
{
    private Service(RedModel model, ServingHost host)
    {
        (Model, Host) = (model, host);
        Client = new HttpClient { BaseAddress = host.Root };
        if (host.Token is { } token)
        {
            Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public RedModel Model { get; }

    public ServingHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<Service> Start(ServingOptions? options = null, RedModel? model = null)
    {
        model ??= new RedModel();
        return new Service(model, await ServingHost.Start(model, options ?? new ServingOptions()));
    }

    public Task<HttpResponseMessage> Predict(byte[] body, string type = "image/png", string query = "", string? accept = null) =>
        Predict(new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } }, query, accept);

    public async Task<HttpResponseMessage> Predict(
        HttpContent body, string query = "", string? accept = null, CancellationToken cancel = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"predict{query}") { Content = body };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await Client.SendAsync(request, cancel);
    }

    public async Task<string> Metrics() => await Client.GetStringAsync(new Uri("metrics", UriKind.Relative));

    /// <summary>Waits until a line is among the metrics.</summary>
    public async Task Until(string line)
    {
        for (var tries = 0; !(await Metrics()).Split('\n').Contains(line); tries++)
        {
            Assert.True(tries < 500, $"'{line}' did not come:\n{await Metrics()}");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Model.GoOn();
        Client.Dispose();
        await Host.DisposeAsync();
        Model.Dispose();
    }
}
