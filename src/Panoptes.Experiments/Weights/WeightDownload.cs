using Panoptes.Experiments.Progress;
using Panoptes.Foundation;
using Spectre.Console;

namespace Panoptes.Experiments.Weights;

/// <summary>Fetches published weights, where the machine reaches them.</summary>
public static class WeightDownload
{
    /// <summary>Where weights go that are fetched without another place.</summary>
    public const string Folder = "weights";

    private const int Block = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The path that weights are saved at.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="output">A file, or a folder that is there; null for <see cref="Folder"/>.</param>
    public static string Target(PublishedWeights weights, string? output = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var name = weights.FileName ?? weights.Name;
        return output is null ? Path.Combine(Folder, name) : Directory.Exists(output) ? Path.Combine(output, name) : output;
    }

    /// <summary>Fetches a file, checks what is published of it, and only then gives it its name.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="target">The file.</param>
    /// <param name="console">Where progress is shown.</param>
    /// <param name="time">The clock; the system's where null.</param>
    /// <exception cref="InputException">They have no address, it does not answer, or the file is another one; says what to do.</exception>
    public static void Run(PublishedWeights weights, string target, IAnsiConsole console, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var terms = $"license: {weights.License ?? "not known"} ({weights.SourcePage})";
        var address = weights.Address ?? throw new InputException(
            weights.Name, "weights without an address of their own", $"a download by hand from {weights.Page}",
            $"save the file{(weights.FileName is { } file ? $", {file}," : "")} and name it with model.weights=FILE or --weights FILE; "
                + terms);
        using var progress = new ProgressLine(console, time ?? TimeProvider.System);
        progress.Say($"{weights.Name} from {address}");
        progress.Say(terms);
        AtomicFile.Write(target, stream => Copy(address, target, stream, weights.Checksum, progress));
        progress.Say(weights.Checksum is { } checksum
            ? $"{target}: it has the published {checksum}"
            : $"{target}: no checksum is published for it");
    }

    /// <summary>Holds a file that is there already against what is published of it.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="target">The file.</param>
    /// <param name="console">Where it is said.</param>
    /// <exception cref="InputException">It is another file.</exception>
    public static void Check(PublishedWeights weights, string target, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(console);
        weights.Checksum?.Check(target);
        console.WriteLine($"{target} is there already{(weights.Checksum is { } known ? $" and has the published {known}" : "")}");
    }

    private static void Copy(string address, string target, Stream stream, WeightChecksum? checksum, ProgressLine progress)
    {
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            client.DefaultRequestHeaders.UserAgent.ParseAdd("panoptes");
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            var length = response.Content.Headers.ContentLength;
            using var content = response.Content.ReadAsStream();
            using var hash = checksum?.Begin();
            var (block, done) = (new byte[Block], 0L);
            for (int count; (count = content.Read(block)) > 0;)
            {
                stream.Write(block, 0, count);
                hash?.AppendData(block, 0, count);
                done += count;
                progress.Bytes("fetching", done, length);
            }

            if (length is { } whole && done != whole)
            {
                throw new IOException($"the connection ended after {done} of {whole} bytes");
            }

            checksum?.Check(hash!, address);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new InputException(
                address, $"no file ({failure.Message.TrimEnd('.')})", "an address that this machine reaches",
                $"fetch it where there is a network, with a browser or 'curl -L -o {Path.GetFileName(target)} {address}', and put it at "
                    + target,
                failure);
        }
    }
}
