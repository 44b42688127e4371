using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>lease</c>: who works at which cell.</summary>
internal static class LeaseVerb
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Makes the verb.</summary>
    public static Verb Create() => new("lease", "Shows who works at which cell of a study, waits for them, or takes a cell away.")
    {
        List(), Show(), Wait(), Steal(),
    };

    private static Verb List()
    {
        var study = StudyArguments.Study();
        var verb = new Verb("list", "Lists the cells that somebody holds.", "./panoptes lease list studies/bench") { study };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var cells = open.Cells.ToDictionary(cell => cell.Fingerprint);
            var held = open.Leases.Held();
            var output = parsed.InvocationConfiguration.Output;
            foreach (var lease in held)
            {
                var cell = cells.TryGetValue(lease.Key, out var known) ? known.ToString() : lease.Key;
                output.WriteLine($"{cell}  token {lease.Token}  {LeaseText.Holder(lease, DateTime.UtcNow)}");
            }

            output.WriteLine(held.Count == 0 ? "nobody holds a cell" : $"{held.Count} held");
        });
        return verb;
    }

    private static Verb Show()
    {
        var (study, cell) = (StudyArguments.Study(), StudyArguments.Cell());
        var verb = new Verb("show", "Shows who holds a cell.", "./panoptes lease show studies/bench 1a2b3c4d") { study, cell };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var planned = open.Folder.Find(parsed.GetRequiredValue(cell));
            var lease = open.Leases.Read(planned.Fingerprint);
            parsed.InvocationConfiguration.Output.WriteLine(lease switch
            {
                null => $"{planned}: nobody has ever held it",
                { Owner: null } => $"{planned}: free; {lease.Token} have held it",
                _ => LeaseText.Blocked(lease, DateTime.UtcNow, open.Folder.Shown, planned.Id),
            });
        });
        return verb;
    }

    private static Verb Wait()
    {
        var (study, cell) = (StudyArguments.Study(), StudyArguments.Cell());
        var verb = new Verb("wait", "Waits until nobody holds a cell.", "./panoptes lease wait studies/bench 1a2b3c4d") { study, cell };
        verb.SetAction((parsed, cancel) =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var planned = open.Folder.Find(parsed.GetRequiredValue(cell));
            while (open.Leases.Read(planned.Fingerprint) is { Owner: not null } lease
                && !(lease.Silence > 2 * open.Config.Leases.Seconds) && !cancel.IsCancellationRequested)
            {
                open.Leases.Await(Look, cancel);
            }

            parsed.InvocationConfiguration.Output.WriteLine(
                cancel.IsCancellationRequested ? $"{planned}: still held" : $"{planned}: nobody holds it");
            return Task.FromResult(cancel.IsCancellationRequested ? ExitCode.BadInput : ExitCode.Done);
        });
        return verb;
    }

    private static Verb Steal()
    {
        var (study, cell, reason) = (StudyArguments.Study(), StudyArguments.Cell(), StudyArguments.Reason());
        var sure = new Option<bool>("--yes") { Description = "The holder lives, and is to lose what it has not published." };
        var verb = new Verb(
            "steal",
            "Takes a cell away from its holder: whatever that still writes stays in its own folder and counts nowhere. The "
                + "cell is free then.",
            "./panoptes lease steal studies/bench 1a2b3c4d --reason 'node7 was switched off'") { study, cell, reason, sure };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var planned = open.Folder.Find(parsed.GetRequiredValue(cell));
            var why = parsed.GetRequiredValue(reason);
            var lease = open.Leases.Read(planned.Fingerprint);
            if (lease?.Owner is null)
            {
                parsed.InvocationConfiguration.Output.WriteLine($"{planned}: nobody holds it");
                return;
            }

            Require.That(
                parsed.GetValue(sure) || lease.Silence > open.Config.Leases.Seconds, "--yes",
                $"a holder that lives, as far as can be told ({LeaseText.Holder(lease, DateTime.UtcNow)})", "one that is known to be gone",
                "wait for it (lease wait), or say --yes");
            using (open.Leases.Steal(planned.Fingerprint, ThisProcess.Owner(), why))
            {
                parsed.InvocationConfiguration.Output.WriteLine($"{planned}: taken from {lease.Owner.User}@{lease.Owner.Host}");
            }

            open.Index.Refresh(planned, open.Leases.Read(planned.Fingerprint));
        });
        return verb;
    }
}
