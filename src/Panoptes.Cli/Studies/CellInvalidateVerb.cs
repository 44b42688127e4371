using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Studies.Records;
using Panoptes.Studies.Sessions;
using Panoptes.Studies.Statuses;

namespace Panoptes.Cli.Studies;

/// <summary><c>cell invalidate</c>: declares a result void.</summary>
internal static class CellInvalidateVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (study, cell, reason) = (StudyArguments.Study(), StudyArguments.Cell(), StudyArguments.Reason());
        var verb = new Verb(
            "invalidate",
            "Declares a cell's result void, such as where its loader had never been connected: it stays on disk with the reason, and "
                + "counts in no report.",
            "./panoptes cell invalidate studies/bench 1a2b3c4d --reason 'the labels were shifted'") { study, cell, reason };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var planned = open.Folder.Find(parsed.GetRequiredValue(cell));
            var state = open.Index.Refresh(planned, open.Leases.Read(planned.Fingerprint)).Status.State;
            Require.That(
                StatusTable.Next(state, StatusEvent.Voided) == CellState.Invalidated, "CELL",
                $"{planned}, which is {StudyText.Name(state)}",
                "one that is done", "there is nothing to declare void");
            CellActs.Note(open, planned, new TombstoneNote { Reason = parsed.GetRequiredValue(reason) });
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{planned}: void; done again by: ./panoptes cell rerun {open.Folder.Shown} {planned.Id}");
        });
        return verb;
    }
}
