using System.CommandLine;
using System.Net;
using Panoptes.Foundation;
using Panoptes.Serving.Batching;
using Panoptes.Serving.Hosting;
using Panoptes.Serving.Requests;

namespace Panoptes.Cli.Serving;

/// <summary>The options of <c>serve</c>: where it listens, and what it bounds.</summary>
internal sealed class ServeOptions
{
    private readonly Option<int?> port = new("--port")
    {
        Description = "The port; 8643 where left out, or any that is free where that is taken.",
        HelpName = "N",
    };

    private readonly Option<string> host = new("--host")
    {
        Description = "The address to listen at; others than 127.0.0.1 can be reached by other machines, without encryption.",
        DefaultValueFactory = _ => "127.0.0.1",
        HelpName = "ADDRESS",
    };

    private readonly Option<string?> token = new("--token")
    {
        Description = "A file with the token that requests need, in its first line; one is made where left out.",
        HelpName = "FILE",
    };

    private readonly Option<bool> noToken = new("--no-token")
    {
        Description = "Answer everybody on this machine, without a token.",
    };

    private readonly Option<int?> batch = new("--batch")
    {
        Description = "The most images of one size that go through the model together; where left out 8 on an accelerator and 1 on a "
            + "processor, which gains nothing by more.",
        HelpName = "N",
    };

    private readonly Option<double> wait = new("--wait")
    {
        Description = "Milliseconds that an image waits for others of its size.",
        DefaultValueFactory = _ => new BatchingOptions().Wait.TotalMilliseconds,
        HelpName = "MS",
    };

    private readonly Option<int> queue = new("--queue")
    {
        Description = "Images that may wait; further requests are refused with status 503.",
        DefaultValueFactory = _ => new BatchingOptions().Queue,
        HelpName = "N",
    };

    private readonly Option<double> timeLimit = new("--time-limit")
    {
        Description = "Seconds that a request may take; status 504 afterwards.",
        DefaultValueFactory = _ => new RequestLimits().Time.TotalSeconds,
        HelpName = "S",
    };

    private readonly Option<long> maxBytes = new("--max-bytes")
    {
        Description = "The largest file of an image in bytes; status 413 above.",
        DefaultValueFactory = _ => new RequestLimits().MaxBytes,
        HelpName = "N",
    };

    private readonly Option<long> maxPixels = new("--max-pixels")
    {
        Description = "The largest image, width times height; status 413 above, before it is decoded.",
        DefaultValueFactory = _ => new RequestLimits().MaxPixels,
        HelpName = "N",
    };

    /// <summary>Adds the options to the verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { port, host, token, noToken, batch, wait, queue, timeLimit, maxBytes, maxPixels })
        {
            verb.Add(option);
        }
    }

    /// <summary>What a command line says.</summary>
    /// <exception cref="InputException">An option is out of range.</exception>
    public ServingOptions Of(ParseResult parsed)
    {
        var (waits, seconds) = (parsed.GetValue(wait), parsed.GetValue(timeLimit));
        Require.Within("--wait", waits, 0, 10_000);
        Require.Within("--time-limit", seconds, 0.001, 86_400);
        var options = new ServingOptions
        {
            Address = IPAddress.TryParse(parsed.GetValue(host), out var address) ? address : throw new InputException(
                "--host", $"'{parsed.GetValue(host)}'", "an address in digits, such as 127.0.0.1", "correct it"),
            Port = parsed.GetValue(port),
            Token = parsed.GetValue(token) is { } file ? FirstLine(file) : null,
            NeedsToken = !parsed.GetValue(noToken),
            Batching = new BatchingOptions
            {
                Largest = parsed.GetValue(batch),
                Wait = TimeSpan.FromMilliseconds(waits),
                Queue = parsed.GetValue(queue),
            },
            Limits = new RequestLimits
            {
                Time = TimeSpan.FromSeconds(seconds),
                MaxBytes = parsed.GetValue(maxBytes),
                MaxPixels = parsed.GetValue(maxPixels),
            },
        };
        options.Validate();
        return options;
    }

    private static string FirstLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault("").Trim();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--token {file}", "no file that can be read", "a file with the token in its first line", "check the path", missing);
        }
    }
}
