using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Panoptes.Experiments.Weights;
using Panoptes.Foundation;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Weights;

public sealed class WeightDownloadTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("not really weights");

    [Fact]
    public void A_file_is_fetched_checked_and_kept()
    {
        using var folder = new TemporaryFolder();
        var (target, digits) = (folder["w.pth"], Convert.ToHexStringLower(SHA256.HashData(Content))[..8]);
        Serve(address => WeightDownload.Run(Weights(address, digits), target, Quiet()));
        Assert.Equal(Content, File.ReadAllBytes(target));

        WeightDownload.Check(Weights("http://127.0.0.1:9/", digits), target, Quiet());
        File.WriteAllText(target, "changed");
        Assert.Throws<InputException>(() => WeightDownload.Check(Weights("http://127.0.0.1:9/", digits), target, Quiet()));
    }

    [Fact]
    public void Another_file_than_the_published_one_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        Serve(address =>
        {
            var error = Assert.Throws<InputException>(() => WeightDownload.Run(Weights(address, "00000000"), folder["w.pth"], Quiet()));
            Assert.Contains("expected 00000000, as published", error.Message);
        });
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Where_nothing_answers_the_address_is_said_and_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputException>(
            () => WeightDownload.Run(Weights("http://127.0.0.1:9/w", "00000000"), folder["w.pth"], Quiet()));
        Assert.Contains("curl -L -o w.pth http://127.0.0.1:9/w", error.Message);
        Assert.Contains(folder["w.pth"], error.Message);
        error = Assert.Throws<InputException>(
            () => WeightDownload.Run(PublishedWeights.Get("mit-imagenet"), folder["w.pth"], Quiet()));
        Assert.Contains("https://drive.google.com", error.Message);
        Assert.Contains("research and evaluation only", error.Message);
    }

    private static PublishedWeights Weights(string address, string digits) => new(
        new PublishedSource { Title = "test", Page = "a page", Checksum = NamedChecksum.Sha256, Base = address },
        new PublishedFile { Name = "w", Path = "", File = $"w-{digits}.pth" })
    {
        Checksum = new WeightChecksum(NamedChecksum.Sha256, digits),
    };

    private static void Serve(Action<string> use)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answer = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            await stream.ReadExactlyAsync(new byte[16]);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\nConnection: close\r\n\r\n"));
            await stream.WriteAsync(Content);
        });
        use($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/w.pth");
        answer.Wait();
    }

    private static IAnsiConsole Quiet() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
}
