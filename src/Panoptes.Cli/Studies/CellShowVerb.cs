using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Folders;
using Panoptes.Studies.Leases;
using Panoptes.Studies.Records;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>cell show</c>: everything that is known of a cell.</summary>
internal static class CellShowVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (study, cell) = (StudyArguments.Study(), StudyArguments.Cell());
        var verify = new Option<bool>("--verify") { Description = "Read the files of its result again and compare their checksums." };
        var verb = new Verb(
            "show", "Shows everything that is known of a cell: its state, attempts, jobs, notes, result and holder.",
            "./panoptes cell show studies/bench 1a2b3c4d --verify") { study, cell, verify };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var planned = open.Folder.Find(parsed.GetRequiredValue(cell));
            return Write(parsed.InvocationConfiguration.Output, open, planned, parsed.GetValue(verify));
        });
        return verb;
    }

    private static int Write(TextWriter output, StudyContext study, PlannedCell cell, bool verify)
    {
        var lease = study.Leases.Read(cell.Fingerprint);
        var row = study.Index.Refresh(cell, lease);
        var folder = study.Folder.Of(cell);
        var status = row.Status;
        output.WriteLine($"cell         {cell}");
        output.WriteLine($"fingerprint  {cell.Fingerprint}");
        output.WriteLine($"folder       {Path.Combine(study.Folder.Shown, cell.Folder)}");
        output.WriteLine($"batch        {cell.Batch} images x {cell.Steps} steps = {cell.Batch * cell.Steps} samples");
        output.WriteLine($"state        {StudyText.Name(status.State)}{(status.Reason.Length > 0 ? $": {status.Reason}" : "")}");
        output.WriteLine($"step         {status.Step} of {status.Steps}");
        if (lease?.Owner is not null)
        {
            output.WriteLine($"holder       {LeaseText.Holder(lease, DateTime.UtcNow)}");
        }

        foreach (var entry in CellHistory.Read(folder).Events)
        {
            output.WriteLine($"{entry.Utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {entry.By}  {Text(entry)}");
        }

        if (folder.ReadResult() is not { } result)
        {
            return ExitCode.Done;
        }

        output.WriteLine($"result       {string.Join("  ", result.Metrics.Take(4).Select(
            metric => $"{metric.Title} {StudyText.Number(metric.IsShare ? 100 * metric.Value : metric.Value, 2)}"))}");
        output.WriteLine($"run          {Path.Combine(study.Folder.Shown, cell.Folder, result.Run)}");
        if (!verify)
        {
            return ExitCode.Done;
        }

        var lacks = CellProof.Lacks(cell, folder, result, readsFiles: true);
        output.WriteLine(lacks is null
            ? $"verified     {result.Artifacts.Count} files have the checksums of the result"
            : $"damaged      {lacks}");
        return lacks is null ? ExitCode.Done : ExitCode.BadInput;
    }

    private static string Text(StudyEvent entry) => entry switch
    {
        SubmittedNote note => $"submitted: {note.Scheduler} {note.Job}",
        CancelledNote note => $"cancelled: {note.Reason}",
        RemarkNote note => $"note: {note.Text}",
        TombstoneNote note => $"declared void: {note.Reason}",
        WantedNote note => $"asked for again{(note.Anew ? ", anew" : "")}: {note.Reason}",
        JobNote note => $"job {note.Job}: {note.Code}",
        AttemptBeganEvent began => $"attempt {began.Attempt} on {began.Host}, process {began.Pid}"
            + (began.From > 0 ? $", on from step {began.Step} of attempt {began.From}" : "")
            + (began.Job.Length > 0 ? $", {began.Scheduler} {began.Job}" : ""),
        PhaseEvent phase => $"trained {phase.Step} steps",
        CheckpointEvent checkpoint => $"{checkpoint.File} {checkpoint.Sha256[..12]}",
        AttemptEndedEvent ended => $"attempt {ended.Attempt} {ended.Outcome.ToString().ToLowerInvariant()} at step {ended.Step}"
            + (ended.Reason.Length > 0 ? $": {ended.Reason}" : ""),
        _ => entry.GetType().Name,
    };
}
