using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>Reads a work folder of mmengine.</summary>
internal static class MmengineReader
{
    /// <summary>The run of a work folder; null where it never trained or measured.</summary>
    /// <param name="tree">What is imported.</param>
    /// <param name="work">The folder.</param>
    /// <param name="tool">The importer's name.</param>
    /// <param name="known">What is known from elsewhere, such as the names of folders; what it does not say is filled in.</param>
    /// <param name="warn">Told of what was left out.</param>
    public static ImportedRun? Read(SourceTree tree, MmWorkFolder work, string tool, ImportedRun known, Action<string> warn)
    {
        var draft = new RunDraft { ScaleOf = MmScale.OfMmengine, LastCheckpoint = work.LastCheckpoint };
        var logs = new List<MmLog>();
        foreach (var files in work.Attempts)
        {
            var log = files.Log is null ? null : MmLog.Read(files.Log, tree.Shown(files.Log));
            var records = files.Records is null ? [] : JsonLines.Read(files.Records, tree.Shown(files.Records), warn);
            var attempt = records.Count > 0 ? MmRecords.Attempt(files.Time, records, log, draft.Note) : log?.Attempt;
            if (log is not null)
            {
                logs.Add(log);
                draft.Read(tree, files.Log!, records.Count == 0);
            }

            if (attempt is null || (attempt.Training.Count == 0 && attempt.Evaluations.Count == 0))
            {
                continue; // A test of weights, or an attempt that ended before its first line.
            }

            draft.Attempts.Add(attempt);
            if (records.Count > 0)
            {
                draft.Read(tree, files.Records!, true);
            }
            else
            {
                draft.Note($"{files.Time}: no JSON log; its numbers are those of the text log");
            }
        }

        if (draft.Attempts.Count == 0)
        {
            warn($"{tree.Shown(work.Folder)}: left out, no line of a training");
            return null;
        }

        var text = work.Config is null ? null : SourceFile.Config(work.Config, tree.Shown(work.Config));
        if (work.Config is not null)
        {
            draft.Read(tree, work.Config, false);
        }

        known = known with { Tool = tool, Source = tree.Shown(work.Folder), Config = text };
        MmFacts.Fill(draft, known, Path.GetFileName(work.Folder), logs);
        return draft.Build();
    }
}
