using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Launching;
using Panoptes.Experiments.Links;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Distributed;
using Panoptes.Training.Collectives;
using Panoptes.Training.Engine;

namespace Panoptes.Cli.Verbs;

/// <summary><c>doctor distributed</c>: what connects the processes of a training.</summary>
internal static class DoctorDistributedVerb
{
    private const string Auto = "auto";
    private const double LongestDeadline = 86_400;

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var processes = new Option<int?>("--processes")
        {
            Description = "How many processes are started on this machine; 2 where left out. Means nothing to one of several that "
                + "launch, torchrun or srun started.",
            HelpName = "N",
        };
        var device = new Option<string>("--device")
        {
            Description = "Where the tensors lie: cpu, cuda, or auto: GPUs where each process of the machine has one that NCCL joins.",
            DefaultValueFactory = _ => Auto,
            HelpName = "DEVICE",
        };
        var deadline = new Option<double>("--deadline")
        {
            Description = "Seconds that a process waits for the others.",
            DefaultValueFactory = _ => 60,
            HelpName = "SECONDS",
        };
        var json = OutputOptions.Json();
        var force = OutputOptions.Force();
        var verb = new Verb(
            "distributed",
            "Measures what connects the processes of a training: whether they find each other and how long joining takes, latency and "
                + "bandwidth of sums, the cost of a message. Starts two by itself, or is one of those that launch, torchrun or srun "
                + "started, of which rank 0 speaks. Exit code 1 where they do not find each other, with what to do.",
            "./panoptes doctor distributed",
            "./panoptes doctor distributed --processes 4 --json link.json",
            "./panoptes doctor distributed --device cpu --deadline 120") { processes, device, deadline, json, force };
        verb.SetAction(parsed =>
        {
            var invocation = parsed.InvocationConfiguration;
            var seconds = parsed.GetValue(deadline);
            Require.Within("--deadline", seconds, 1, LongestDeadline);
            var plan = OutputOptions.Plan(parsed, force);
            var file = parsed.GetValue(json) is { } path ? plan.File(path, json.Name) : null;
            var place = ProcessPlace.Read(
                ProcessPlace.Variables(), warning => invocation.Error.WriteLine($"warning: {warning}"));
            if (place is null)
            {
                return Start(parsed.GetValue(processes) ?? 2, parsed.GetRequiredValue(device), seconds, file, invocation.Error);
            }

            var link = LinkProbe.Run(place, DeviceOf(parsed.GetRequiredValue(device), place), TimeSpan.FromSeconds(seconds));
            if (place.Rank == 0)
            {
                Print(link, invocation.Output);
                if (file is not null)
                {
                    using var writing = plan.Begin();
                    link.Write(file);
                }
            }

            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>Starts processes of this verb on this machine, of which the first prints what they find.</summary>
    /// <param name="processes">How many, at least 2.</param>
    /// <param name="device">Where their tensors lie.</param>
    /// <param name="deadline">Seconds that one waits for the others.</param>
    /// <param name="file">Where what was found goes as JSON; replaced.</param>
    /// <param name="error">Where the launcher speaks.</param>
    /// <returns>The exit code.</returns>
    public static int Start(int processes, string device, double deadline, string? file, TextWriter error)
    {
        Require.AtLeast("--processes", processes, 2);
        if (device != Auto)
        {
            // Once, before several processes say it.
            EngineSetup.DeviceOf(device);
        }

        string[] words =
        [
            "doctor", "distributed", "--device", device, "--deadline", deadline.ToString(CultureInfo.InvariantCulture),
            .. file is null ? Array.Empty<string>() : ["--json", file, "--force"],
        ];
        return new Launcher(new LaunchOptions { Processes = processes }, ThisProgram.With(words), error).Run();
    }

    private static Device DeviceOf(string text, ProcessPlace place)
    {
        if (text == Auto)
        {
            return Cuda.IsAvailable && Connections.HasNccl && Cuda.DeviceCount >= place.LocalSize
                ? Device.Cuda(place.LocalRank)
                : Device.Cpu;
        }

        if (EngineSetup.DeviceOf(text).IsCpu)
        {
            return Device.Cpu;
        }

        place.Check(Cuda.DeviceCount);
        return Device.Cuda(place.LocalRank);
    }

    private static void Print(LinkMeasurement link, TextWriter output)
    {
        output.WriteLine(
            $"{link.Processes} processes, {link.ProcessesHere} on this machine, joined over {(link.Device == "cpu" ? "Gloo" : "NCCL")} "
                + $"({link.Device})");
        output.WriteLine(
            $"they meet at {link.Meets}; rank 0 is at {link.Address}; all were there after {Milliseconds(link.WaitSeconds)} ms; "
                + $"joining takes {Milliseconds(link.JoinSeconds)} ms");
        output.WriteLine();
        TextTable.Write(
            output, ["what", "median ms", "MB/s", "times"],
            [
                .. link.Sums.Select(IReadOnlyList<string> (sum) =>
                [
                    $"sum of {Size(sum.Bytes)}", Milliseconds(sum.Seconds),
                    sum.Bytes < 1 << 20 ? "" : sum.MegabytesPerSecond.ToString("F0", CultureInfo.InvariantCulture), $"{sum.Count}",
                ]),
                ["message of 1 KiB to all", Milliseconds(link.GatherSeconds), "", ""],
            ]);
    }

    private static string Size(long bytes) => bytes < 1 << 20 ? $"{bytes} bytes" : $"{bytes >> 20} MiB";

    private static string Milliseconds(double seconds) =>
        (1000 * seconds).ToString(seconds < 0.01 ? "F3" : "F1", CultureInfo.InvariantCulture);
}
