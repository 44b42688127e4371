using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.RunLists;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>runs rm</c>: removes runs.</summary>
internal static class RunsRemoveVerb
{
    private const double MiB = 1 << 20;

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var runs = new Argument<string[]>("RUN") { Description = "The runs' folders.", Arity = ArgumentArity.OneOrMore };
        var yes = new Option<bool>("--yes") { Description = "Remove them; without, it is only said what would be." };
        var verb = new Verb(
            "rm",
            "Removes runs with all their files. Refuses what is no run, a run that is being trained, and does nothing without --yes.",
            "./panoptes runs rm runs/RUN --yes") { runs, yes };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;

            // All are looked at before the first is removed.
            var checkedRuns = parsed.GetRequiredValue(runs).Select(RunRemoval.Check).DistinctBy(run => run.Folder.FullPath).ToList();
            if (checkedRuns.FirstOrDefault(run => RunEntry.Read(run.Folder.FullPath).State.Name == "running").Folder is { } running)
            {
                throw new InputException(
                    running.Shown, "a run that is being trained", "a run that nobody writes", "stop it first (Ctrl-C)");
            }

            foreach (var (folder, bytes) in checkedRuns)
            {
                var size = string.Create(CultureInfo.InvariantCulture, $"{bytes / MiB:0.0} MiB");
                if (!parsed.GetValue(yes))
                {
                    output.WriteLine($"would remove {folder.Shown} ({size})");
                    continue;
                }

                RunRemoval.Remove(folder);
                output.WriteLine($"removed {folder.Shown} ({size})");
            }

            return parsed.GetValue(yes) ? ExitCode.Done : throw new InputException(
                "runs rm", "no --yes", "a word that they may go", "add --yes to remove them");
        });
        return verb;
    }
}
