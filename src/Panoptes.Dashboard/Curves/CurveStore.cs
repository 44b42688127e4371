using Panoptes.Dashboard.Catalog;
using Panoptes.Experiments.Events;

namespace Panoptes.Dashboard.Curves;

/// <summary>The histories of the runs that were looked at last; of a log that grew only what was added is read.</summary>
internal sealed class CurveStore
{
    private const int Most = 24;
    private readonly LinkedList<(string Id, RunLogReader Reader)> latest = [];
    private readonly Lock gate = new();

    /// <summary>The history of a run as it is now.</summary>
    public RunHistory Read(RunEntry run)
    {
        RunLogReader reader;
        lock (gate)
        {
            var node = latest.First;
            while (node is not null && node.Value.Id != run.Id)
            {
                node = node.Next;
            }

            reader = node?.Value.Reader ?? new RunLogReader(Path.Combine(run.FullPath, "events.jsonl"));
            if (node is not null)
            {
                latest.Remove(node);
            }

            latest.AddFirst((run.Id, reader));
            if (latest.Count > Most)
            {
                latest.RemoveLast();
            }
        }

        lock (reader)
        {
            return reader.Read();
        }
    }
}
