using System.CommandLine;
using System.Net;
using System.Runtime.CompilerServices;
using Panoptes.Cli.CommandLine;
using Panoptes.Dashboard.Browsing.Serving;
using Panoptes.Data.Configuration;
using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>data browse</c>: the samples of a data set in a browser.</summary>
internal static class DataBrowseVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (limits, indexing) = (new FindingLimits(), new DataIndexOptions());
        var root = DataArguments.Root();
        var settings = DataArguments.Settings();
        var splits = DataArguments.Splits();
        var near = new Option<int>("--near")
        {
            Description = "In how many of 128 bits the looks of two images may differ to be near copies, 0 to 16.",
            DefaultValueFactory = _ => limits.NearBits,
            HelpName = "BITS",
        };
        var ignored = new Option<double>("--void")
        {
            Description = "From which share of void on labels have much of it.",
            DefaultValueFactory = _ => limits.Void,
            HelpName = "SHARE",
        };
        var lists = new Option<string>("--lists")
        {
            Description = "The folder that selections are saved in.",
            DefaultValueFactory = _ => "splits",
            HelpName = "DIR",
        };
        var index = new Option<string>("--index")
        {
            Description = "The folder that keeps what was read of data sets.",
            DefaultValueFactory = _ => indexing.Folder,
            HelpName = "DIR",
        };
        var port = new Option<int?>("--port")
        {
            Description = "The port; 8643 where left out, or any that is free where that is taken.",
            HelpName = "N",
        };
        var verb = new Verb(
            "browse",
            "Shows all samples of a data set in a browser: a grid with labels over the images, filters by split, class, finding, size and "
                + "void, copies within and between splits, class frequencies, and selections saved as lists that train takes. Reads every "
                + "file once and keeps what it found. Listens on this machine alone. Ctrl-C ends it.",
            "./panoptes data browse ../shared/data/camvid",
            "./panoptes data browse cityscapes format=cityscapes --split train --split val --port 9000")
            {
                root, settings, splits, near, ignored, lists, index, port,
            };
        verb.SetAction(async (parsed, cancel) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var config = DataArguments.Config(parsed, root, settings);
            if (parsed.GetValue(port) is { } given)
            {
                Require.Within("--port", given, 1, ushort.MaxValue);
            }

            var wanted = new FindingLimits { NearBits = parsed.GetValue(near), Void = parsed.GetValue(ignored) };
            wanted.Validate();
            var data = Read(config, new DataIndexOptions
            {
                Splits = parsed.GetValue(splits) ?? [],
                Folder = parsed.GetRequiredValue(index),
                Cancel = cancel,
            }, output);
            var options = new Request(
                data, wanted, parsed.GetRequiredValue(lists), Words(parsed.GetRequiredValue(root), parsed.GetValue(settings) ?? []),
                config.TrainSplit, parsed.GetValue(port));
            return await Serve(options, output, cancel);
        });
        return verb;
    }

    private static DataIndex Read(DataConfig config, DataIndexOptions options, TextWriter output)
    {
        using var progress = ErrorProgress.Start();
        var index = DataIndex.Open(config, options with
        {
            Progress = (split, done, count) => progress.Images($"reading {split}", done, count),
        });
        progress.Aside(() =>
        {
            output.WriteLine(
                $"{config.Root}: {index.Samples.Count} samples in {string.Join(", ", index.Splits.Select(split => split.Name))}; "
                + $"{index.Read} read anew");
            foreach (var problem in index.Problems)
            {
                output.WriteLine($"warning: {problem}");
            }
        });
        return index;
    }

    private static string Words(string root, string[] settings) =>
        string.Join(' ', new[] { $"root={root}" }.Concat(settings).Select(setting => $"data.{setting}"));

    // Kept apart, so that nothing of a web server is loaded before it is wanted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> Serve(Request request, TextWriter output, CancellationToken cancel)
    {
        var findings = DataFindings.Of(request.Index, request.Limits);
        var host = await DataBrowserHost.Start(new DataBrowserOptions
        {
            Index = request.Index,
            Findings = findings,
            Lists = request.Lists,
            Settings = request.Settings,
            TrainSplit = request.TrainSplit,
            Address = IPAddress.Loopback,
            Port = request.Port,
        }, cancel);
        await using (host)
        {
            await output.WriteLineAsync($"data set in a browser: {host.Address}");
            await output.FlushAsync(cancel);
            await host.WaitForEnd();
        }

        return ExitCode.Done;
    }

    private sealed record Request(DataIndex Index, FindingLimits Limits, string Lists, string Settings, string TrainSplit, int? Port);
}
