using Panoptes.Foundation;

namespace Panoptes.Data.Checking;

/// <summary>Finds image files with equal content.</summary>
internal sealed class DuplicateFinder
{
    private readonly Dictionary<UInt128, List<(string Split, string File)>> byContent = [];

    /// <summary>Notes a file by a hash of its bytes. Safe to call from many threads.</summary>
    public void Add(string split, string file, UInt128 hash)
    {
        lock (byContent)
        {
            if (!byContent.TryGetValue(hash, out var files))
            {
                byContent[hash] = files = new List<(string, string)>(1);
            }

            files.Add((split, file));
        }
    }

    /// <summary>A finding a copy: an error where it is in another split, as then a test would know its answers.</summary>
    public IEnumerable<DataFinding> Findings()
    {
        foreach (var files in byContent.Values.Where(f => f.Count > 1))
        {
            files.Sort();
            foreach (var (split, file) in files.Skip(1))
            {
                var across = split != files[0].Split;
                var message = new InputException(
                    file, $"the same bytes as {files[0].File}", across ? "no image in two splits" : "each image once",
                    "remove one of them").Message;
                yield return new DataFinding(
                    across ? FindingSeverity.Error : FindingSeverity.Warning, across ? "copy in another split" : "duplicate", split, file,
                    message);
            }
        }
    }
}
