using System.CommandLine;
using System.Net;
using System.Runtime.CompilerServices;
using Panoptes.Cli.CommandLine;
using Panoptes.Dashboard.Browsing.Serving;
using Panoptes.Data.Configuration;
using Panoptes.Data.Disagreements;
using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;
using Panoptes.Diagnosis.Examination;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>data browse</c>: the samples of a data set in a browser.</summary>
internal static class DataBrowseVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (limits, indexing) = (new FindingLimits(), new DataIndexOptions());
        var root = new Argument<string?>("ROOT")
        {
            Description = "The data set's folder; left out where --config names it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var yaml = new Option<string?>("--config")
        {
            Description = "A run's YAML file: browse the data of its training. KEY=VALUE then are settings of that run.",
            HelpName = "CONFIG",
        };
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
        var predictions = new Option<string?>("--predictions")
        {
            Description = "The folder of a finished run, or of predicted label maps: show where a model contradicts the labels.",
            HelpName = "RUN|DIR",
        };
        var disagree = new Option<double>("--disagree")
        {
            Description = "From which share of labeled pixels on a model disagrees with a sample.",
            DefaultValueFactory = _ => limits.Disagreement,
            HelpName = "SHARE",
        };
        var doctor = new Option<int?>("--doctor")
        {
            Description = "Have the label doctor look at this many samples of each split, drawn at random.",
            HelpName = "N",
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
            Description = "The port; 8644 where left out, or any that is free where that is taken.",
            HelpName = "N",
        };
        var verb = new Verb(
            "browse",
            "Shows all samples of a data set in a browser: a grid with labels over the images, filters by split, class, finding, size and "
                + "void, copies within and between splits, class frequencies, and selections saved as lists that train takes. Reads every "
                + "file once and keeps what it found. Listens on this machine alone. Ctrl-C ends it.",
            "./panoptes data browse ../shared/data/camvid",
            "./panoptes data browse --config configs/camvid/pspnet-r18.yaml --predictions runs/RUN",
            "./panoptes data browse cityscapes format=cityscapes --split train --split val --port 9000")
            {
                root, settings, yaml, splits, predictions, disagree, doctor, near, ignored, lists, index, port,
            };
        verb.SetAction(async (parsed, cancel) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var (config, command) = Data(parsed.GetValue(root), parsed.GetValue(settings) ?? [], parsed.GetValue(yaml));
            if (parsed.GetValue(port) is { } given)
            {
                Require.Within("--port", given, 1, ushort.MaxValue);
            }

            var wanted = new FindingLimits
            {
                NearBits = parsed.GetValue(near),
                Void = parsed.GetValue(ignored),
                Disagreement = parsed.GetValue(disagree),
            };
            wanted.Validate();
            var data = Read(config, new DataIndexOptions
            {
                Splits = parsed.GetValue(splits) ?? [],
                Folder = parsed.GetRequiredValue(index),
                Cancel = cancel,
            }, output);
            var options = new Request(
                data, wanted, Maps(parsed.GetValue(predictions), data, parsed.GetRequiredValue(index), cancel),
                parsed.GetValue(doctor), parsed.GetRequiredValue(lists), command,
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

    // A run's maps are made once and kept beside the index.
    private static PredictedMaps? Maps(string? source, DataIndex index, string kept, CancellationToken cancel)
    {
        if (source is null)
        {
            return null;
        }

        if (!RunFolder.Is(source))
        {
            return new PredictedMaps(source);
        }

        using var progress = ErrorProgress.Start();
        return new PredictedMaps(LabelMapSession.Write(
            source, [.. index.Splits.Select(split => (split.Name, split.Dataset))], kept,
            (done, count) => progress.Images("asking the model", done, count), cancel));
    }

    private static IReadOnlyList<(LabelDisagreement? Found, string? Fault)>? Compare(Request request, CancellationToken cancel)
    {
        using var progress = ErrorProgress.Start();
        return request.Predictions is not { } maps ? null : DisagreementSurvey.Run(
            request.Index, maps, Environment.ProcessorCount, (done, count) => progress.Images("comparing with the model", done, count),
            cancel);
    }

    // What is browsed, and the command that trains on it.
    private static (DataConfig Data, string Command) Data(string? root, string[] settings, string? yaml)
    {
        if (yaml is not null)
        {
            string[] all = root is null ? settings : [root, .. settings];
            return (ConfigReader.Read<RunConfig>(yaml, all).Data, string.Join(' ', ["./panoptes train", yaml, .. all]));
        }

        Require.That(
            root is not null, "ROOT", "nothing", "the data set's folder, or --config with a run's YAML file", "name one of them");
        return (
            DataArguments.Config(root!, settings),
            string.Join(' ', ["./panoptes train CONFIG", $"data.root={root}", .. settings.Select(setting => $"data.{setting}")]));
    }

    // Kept apart, so that nothing of a web server is loaded before it is wanted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> Serve(Request request, TextWriter output, CancellationToken cancel)
    {
        var compared = Compare(request, cancel);
        var examined = request.Doctored is { } images ? IndexExamination.Of(request.Index, images) : null;
        IReadOnlyList<SampleFinding>[] findings = DataFindings.Of(request.Index, request.Limits, compared);
        var host = await DataBrowserHost.Start(new DataBrowserOptions
        {
            Index = request.Index,
            Findings = examined is null ? findings : [.. findings.Zip(examined.Findings, (these, those) => these.Concat(those).ToArray())],
            Notes = examined?.Notes ?? [],
            Disagreements = compared is null ? null : [.. compared.Select(one => one.Found)],
            Predictions = request.Predictions,
            Lists = request.Lists,
            Command = request.Command,
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

    private sealed record Request(
        DataIndex Index, FindingLimits Limits, PredictedMaps? Predictions, int? Doctored, string Lists, string Command,
        string TrainSplit, int? Port);
}
