using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Launching;

namespace Panoptes.Cli.Verbs;

/// <summary><c>launch</c>: starts several processes of one training on this machine.</summary>
internal static class LaunchVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var processes = Number("--processes", "N", "Processes on this machine, 1 to 256: one a device.", null);
        processes.Required = true;
        var hosts = Number("--hosts", "M", "Machines; each starts a launcher of its own.", 1);
        var host = Number("--host", "K", "Which of the machines this is, from 0.", 0);
        var address = new Option<string?>("--address")
        {
            Description = "A free port of machine 0, where those of several meet; the same for all.",
            HelpName = "HOST:PORT",
        };
        var restarts = Number(
            "--restarts", "R", "How often all are started again where one was killed or ended with exit code 75.", 0);
        var grace = new Option<double>("--grace")
        {
            Description = "Seconds that the others have to end by themselves once one has failed.",
            DefaultValueFactory = _ => 30,
            HelpName = "SECONDS",
        };
        var logs = new Option<string?>("--logs")
        {
            Description = "The folder where all but the first process of a machine write, rank-1.log and so on, which are only added to. "
                + "Left out: a temporary one, kept where a process fails.",
            HelpName = "DIR",
        };
        var words = new Argument<string[]>("VERB")
        {
            Description = $"What every process runs, with its arguments: {string.Join(", ", Launched.Verbs)}.",
            Arity = ArgumentArity.OneOrMore,
        };
        var verb = new Verb(
            "launch",
            "Starts several processes of one training on this machine, passes signals on, and ends all where one fails. Ends with the "
                + "exit code of the process that failed first for a reason of its own; 75 where a restart helps.",
            "./panoptes launch --processes 4 train configs/camvid/deeplabv3plus-mobilenetv2.yaml data.root=camvid",
            "./panoptes launch --processes 8 --hosts 2 --host 0 --address node1:29500 --restarts 3 train my.yaml")
        {
            processes, hosts, host, address, restarts, grace, logs, words,
        };
        verb.SetAction(parsed =>
        {
            var options = new LaunchOptions
            {
                Processes = parsed.GetValue(processes),
                Hosts = parsed.GetValue(hosts),
                Host = parsed.GetValue(host),
                Address = parsed.GetValue(address),
                Restarts = parsed.GetValue(restarts),
                Grace = parsed.GetValue(grace),
                Logs = parsed.GetValue(logs),
            };
            options.Validate();
            var line = parsed.GetRequiredValue(words);
            var tree = (RootCommand)parsed.RootCommandResult.Command;
            Launched.Check(line, tree);
            if (Launched.Wrong(line, tree) is { } wrong)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"panoptes {line[0]}: {wrong}; see 'panoptes {line[0]} --help'");
                return ExitCode.Usage;
            }

            return new Launcher(options, ThisProgram.With(line), parsed.InvocationConfiguration.Error).Run();
        });
        return verb;
    }

    private static Option<int> Number(string name, string helpName, string description, int? usual)
    {
        var option = new Option<int>(name) { Description = description, HelpName = helpName };
        if (usual is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        return option;
    }
}
