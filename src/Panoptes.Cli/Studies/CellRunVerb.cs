using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Studies.Attempts;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>cell run</c>: one attempt at a cell, which is what every launcher's jobs run.</summary>
internal static class CellRunVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (study, cell) = (StudyArguments.Study(), StudyArguments.Cell());
        var grace = new Option<double>("--grace")
        {
            Description = "Seconds that a training has to save what it did once it is asked to stop.",
            DefaultValueFactory = _ => 60,
            HelpName = "SECONDS",
        };
        var verb = new Verb(
            "run",
            "Makes one attempt at a cell: takes its lease, goes on from the newest checkpoint of whoever had it before, trains, measures, "
                + "proves and publishes. Ends with 0 done, 75 interrupted and can go on, 3 another holds it, 1 failed.",
            "./panoptes cell run studies/bench 1a2b3c4d") { study, cell, grace };
        verb.SetAction(parsed =>
        {
            Require.Within("--grace", parsed.GetValue(grace), 0, 86_400);
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var planned = open.Folder.Find(parsed.GetRequiredValue(cell));
            var output = parsed.InvocationConfiguration.Output;

            // What relative paths in configurations refer to, wherever a scheduler starts its jobs.
            Environment.CurrentDirectory = open.Folder.ReadRecord().Directory;
            var options = new AttemptOptions(
                ThisProgram.With, TimeSpan.FromSeconds(parsed.GetValue(grace)),
                line =>
                {
                    output.WriteLine(line);
                    output.Flush();
                },
                () => open.Index.Refresh(planned, open.Leases.Read(planned.Fingerprint)));
            return CellAttempt.Run(open.Folder, open.Config, planned, open.Leases, ThisProcess.Owner(), options);
        });
        return verb;
    }
}
