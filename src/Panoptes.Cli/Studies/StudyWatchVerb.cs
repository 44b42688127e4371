using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Studies.Sessions;
using Panoptes.Studies.Statuses;
using Spectre.Console;

namespace Panoptes.Cli.Studies;

/// <summary><c>study watch</c>: the status of a study, renewed until nothing is left to wait for.</summary>
internal static class StudyWatchVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var every = new Option<double>("--every")
        {
            Description = "Seconds between two looks.",
            DefaultValueFactory = _ => 5,
            HelpName = "SECONDS",
        };
        var verb = new Verb(
            "watch",
            "Shows the status of a study and renews it until no cell is being worked at. Ctrl-C ends the watching, not the cells.",
            "./panoptes study watch studies/seeds-only") { study, every };
        verb.SetAction((parsed, cancel) =>
        {
            Require.Within("--every", parsed.GetValue(every), 0.1, 3600);
            Watch(
                parsed.GetRequiredValue(study), TimeSpan.FromSeconds(parsed.GetValue(every)), parsed.InvocationConfiguration.Output,
                cancel);
            return Task.FromResult(ExitCode.Done);
        });
        return verb;
    }

    private static void Watch(string path, TimeSpan every, TextWriter output, CancellationToken cancel)
    {
        using var study = StudyContext.Open(path);
        var last = "";
        while (!cancel.IsCancellationRequested)
        {
            var rows = StudyStatus.Refresh(study, StudyLaunchers.ToAsk(study));
            using var text = new StringWriter();
            StudyText.WriteStatus(text, study, rows, all: false, states: null);
            if (text.ToString() is var now && now != last)
            {
                if (AnsiConsole.Profile.Capabilities.Ansi && !Console.IsOutputRedirected)
                {
                    AnsiConsole.Clear();
                }

                output.Write(now);
                output.Flush();
                last = now;
            }

            if (!rows.Any(row => StatusTable.IsActive(row.Status.State)))
            {
                return;
            }

            cancel.WaitHandle.WaitOne(every);
        }
    }
}
