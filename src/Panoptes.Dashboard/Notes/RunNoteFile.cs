using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Dashboard.Notes;

/// <summary>
/// Keeps what people say of a run in a file of its own in the run's folder, which no training reads or writes. An edit of a version that is
/// no longer the newest is refused, also between programs.
/// </summary>
/// <param name="folder">The run's folder.</param>
/// <param name="time">The clock.</param>
internal sealed class RunNoteFile(string folder, TimeProvider time)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "notes.json";

    private const string LockName = ".notes.lock";
    private const int LongestText = 20_000;
    private const int LongestWord = 60;
    private const int MostTags = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    private string FullPath => Path.Combine(folder, FileName);

    /// <summary>What was said; nothing where there is no file or a broken one.</summary>
    public RunNote Read()
    {
        try
        {
            return File.Exists(FullPath) && JsonSerializer.Deserialize<RunNote>(File.ReadAllText(FullPath), Json) is { } note
                ? note with { Tags = note.Tags ?? [], Text = note.Text ?? "", By = note.By ?? "" }
                : RunNote.None;
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            return RunNote.None;
        }
    }

    /// <summary>Changes it where its version is still the one that the edit was made from.</summary>
    /// <param name="edit">Tags, text, name, and the version that was edited.</param>
    /// <returns>What stands now, and whether it is the edit.</returns>
    /// <exception cref="InputException">The text or a tag is too long, or the folder cannot be written.</exception>
    public (RunNote Now, bool IsTaken) Write(RunNote edit) => Change(now => now.Version != edit.Version ? null : edit);

    /// <summary>Adds and removes tags, whatever the version.</summary>
    public RunNote Tag(IReadOnlyList<string> add, IReadOnlyList<string> remove, string by) =>
        Change(now => now with { Tags = [.. now.Tags.Except(remove).Concat(add)], By = by }).Now;

    private (RunNote Now, bool IsTaken) Change(Func<RunNote, RunNote?> change)
    {
        using var hold = Lock();
        var now = Read();
        if (change(now) is not { } edit)
        {
            return (now, false);
        }

        var next = edit with
        {
            Version = now.Version + 1,
            Tags = Checked(edit.Tags),
            Text = edit.Text.ReplaceLineEndings("\n").Trim(),
            By = edit.By.Trim(),
            Utc = time.GetUtcNow().UtcDateTime,
        };
        Require.That(next.Text.Length <= LongestText, "note", $"{next.Text.Length} characters", $"at most {LongestText}", "shorten it");
        Require.That(
            next.By.Length <= LongestWord, "name", $"{next.By.Length} characters", $"at most {LongestWord}", "shorten it");
        AtomicFile.WriteText(FullPath, JsonSerializer.Serialize(next, Json) + "\n");
        return (next, true);
    }

    private static string[] Checked(IReadOnlyList<string> tags)
    {
        string[] words = [.. tags.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        Require.That(words.Length <= MostTags, "tags", $"{words.Length}", $"at most {MostTags}", "remove some");
        foreach (var word in words)
        {
            Require.That(
                word.Length <= LongestWord && !word.AsSpan().ContainsAny(',', '\n'), "tag", $"'{word}'",
                $"at most {LongestWord} characters without commas", "choose a shorter one");
        }

        return words;
    }

    // A file of nothing: what it holds does not matter, only who has it open.
    private FileStream Lock()
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(
                    Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (UnauthorizedAccessException cause)
            {
                throw new InputException(folder, "a folder that may not be written", "one for tags and notes", "ask its owner", cause);
            }
            catch (IOException) when (time.GetElapsedTime(began) < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
