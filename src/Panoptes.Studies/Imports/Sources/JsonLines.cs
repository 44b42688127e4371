using Panoptes.Foundation;

namespace Panoptes.Studies.Imports.Sources;

/// <summary>Reads files with one JSON object a line.</summary>
internal static class JsonLines
{
    /// <summary>
    /// The objects of a file and their lines. A torn last line is left out with a warning, and so are others that are no JSON (two
    /// processes may have written at once).
    /// </summary>
    /// <exception cref="InputException">The file has lines and none is a JSON object.</exception>
    public static IReadOnlyList<(int Line, JsonRecord Record)> Read(string path, string shown, Action<string> warn)
    {
        var records = new List<(int, JsonRecord)>();
        var (wrong, firstWrong) = (0, 0);
        foreach (var line in SourceFile.Lines(path, shown))
        {
            if (line.IsWhole && !line.IsTooLong && string.IsNullOrWhiteSpace(line.Text))
            {
                continue;
            }

            if (JsonRecord.Parse(line.Text) is { } record)
            {
                records.Add((line.Number, record));
            }
            else if (!line.IsWhole)
            {
                warn($"{shown}:{line.Number}: left out, a torn last line");
            }
            else
            {
                firstWrong = wrong++ == 0 ? line.Number : firstWrong;
            }
        }

        if (records.Count == 0 && wrong > 0)
        {
            throw new InputException($"{shown}:{firstWrong}", "no JSON object", "one on every line", "give the log that the tool wrote");
        }

        if (wrong > 0)
        {
            warn($"{shown}:{firstWrong}: left out, no JSON object{(wrong > 1 ? $", and {wrong - 1} further lines like it" : "")}");
        }

        return records;
    }

    /// <summary>The first object of a file, of its first lines alone; null where there is none.</summary>
    public static JsonRecord? First(string path)
    {
        try
        {
            return SourceFile.Lines(path, path).Take(20).Select(line => JsonRecord.Parse(line.Text))
                .FirstOrDefault(record => record is not null);
        }
        catch (InputException)
        {
            return null;
        }
    }
}
