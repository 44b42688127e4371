using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Links;
using Panoptes.Experiments.Planning;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>plan</c>: what a training would take on many devices.</summary>
internal static class PlanVerb
{
    private const int LinkProcesses = 2;
    private const double LinkDeadline = 60;

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("CONFIG") { Description = "The run's YAML file." };
        var overrides = Arguments.Overrides();
        var processes = new Option<string?>("--processes")
        {
            Description = "Numbers of processes whose share of train.batch_size is measured, such as 2,4,8; of these, those that can share "
                + "it where left out.",
            HelpName = "N,M",
        };
        var steps = new Option<int>("--steps")
        {
            Description = "Steps measured with each number of images.",
            DefaultValueFactory = _ => 5,
            HelpName = "N",
        };
        var bandwidth = Number(
            "--bandwidth", "What a process sends to the next at a time; with --latency in place of a measurement.", "MB/s");
        var latency = Number("--latency", "What one hop of a sum takes, in microseconds; with --bandwidth.", "US");
        var verb = new Verb(
            "plan",
            "Says before a training is submitted what a step would take on 1 to 64 devices, how many images a second that is, and "
                + "how much memory each needs: measures a few steps on one process and what connects two processes of this machine. "
                + "Leaves no run.",
            "./panoptes plan configs/camvid/deeplabv3plus-mobilenetv2.yaml data.root=../shared/data/camvid",
            "./panoptes plan my.yaml train.batch_size=16 --processes 4,8 --bandwidth 12000 --latency 5")
            {
                file, overrides, processes, steps, bandwidth, latency,
            };
        verb.SetAction(parsed =>
        {
            var config = ConfigReader.Read<RunConfig>(parsed.GetRequiredValue(file), parsed.GetValue(overrides) ?? []);
            var counts = PlanSession.Processes(config, Counts(parsed.GetValue(processes)));
            var given = Given(parsed.GetValue(bandwidth), parsed.GetValue(latency), config.Train.Device);
            var output = parsed.InvocationConfiguration.Output;
            Require.Within("--steps", parsed.GetValue(steps), 1, 10_000);
            var link = given ?? Measure(config.Train.Device, parsed.InvocationConfiguration.Error, output);
            if (link is null)
            {
                return ExitCode.BadInput;
            }

            var run = PlanSession.Run(config, counts, parsed.GetValue(steps), AnsiConsole.Console);
            output.WriteLine();
            PlanText.Write(output, run, link, config.Train.BatchSize, [.. ScalingPlan.Usual.Union(counts).Order()]);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Option<double?> Number(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    private static IReadOnlyList<int>? Counts(string? text) => text is null ? null
        : [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
            : throw new InputException("--processes", $"'{text}'", "numbers such as 2,4,8", "write them with commas and without spaces"))];

    private static Link? Given(double? bandwidth, double? latency, string device)
    {
        if (bandwidth is null && latency is null)
        {
            return null;
        }

        Require.That(
            bandwidth is not null && latency is not null, bandwidth is null ? "--bandwidth" : "--latency", "nothing",
            "both --bandwidth and --latency", "give both, or none to have them measured here");
        Require.Positive("--bandwidth", bandwidth!.Value);
        Require.Within("--latency", latency!.Value, 0, 1e9);
        return new Link(bandwidth.Value * 1e6, latency.Value / 1e6) { HasTree = device != "cpu" };
    }

    // One GPU cannot be joined with itself: what is then measured is the host's memory.
    private static Link? Measure(string device, TextWriter error, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("panoptes-link-").FullName;
        try
        {
            var file = Path.Combine(folder, "link.json");
            output.WriteLine("what connects two processes of this machine:");
            output.Flush();
            return DoctorDistributedVerb.Start(LinkProcesses, device == "cpu" ? "cpu" : "auto", LinkDeadline, file, error) == ExitCode.Done
                ? Link.Of(LinkMeasurement.Read(file))
                : null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
