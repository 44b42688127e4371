using System.Globalization;
using Panoptes.Studies.Records;

namespace Panoptes.Studies.Folders;

/// <summary>
/// The layout of a cell on disk. Every attempt has a folder of its own, named after its fencing token: whoever was deposed can write into
/// no other's.
/// </summary>
public sealed class CellFolder
{
    private const string ResultPrefix = "result.";
    private const string ResultSuffix = ".json";

    /// <summary>The folder of a cell, whether it is there or not.</summary>
    public CellFolder(string path) => FullPath = Path.GetFullPath(path);

    /// <summary>The folder itself.</summary>
    public string FullPath { get; }

    /// <summary>The resolved configuration, as the first attempt found it; all attempts take this one.</summary>
    public string Config => Path.Combine(FullPath, "config.yaml");

    /// <summary>Notes: a file each.</summary>
    public string Notes => Path.Combine(FullPath, "notes");

    /// <summary>The folders of attempts.</summary>
    public string Attempts => Path.Combine(FullPath, "attempts");

    /// <summary>The folder of an attempt.</summary>
    /// <param name="token">Its fencing token.</param>
    public AttemptFolder Attempt(long token) =>
        new(Path.Combine(Attempts, token.ToString(CultureInfo.InvariantCulture)), token);

    /// <summary>The attempts that have begun, oldest first.</summary>
    public IReadOnlyList<AttemptFolder> Begun() => !Directory.Exists(Attempts) ? [] :
        [.. Directory.GetDirectories(Attempts).Select(path => Number(Path.GetFileName(path))).OfType<long>().Order().Select(Attempt)];

    /// <summary>The token of the newest attempt; 0 where none has begun.</summary>
    public long NewestToken => Begun() is [.., var newest] ? newest.Token : 0;

    /// <summary>The result that an attempt publishes.</summary>
    /// <param name="token">Its fencing token.</param>
    public string Result(long token) =>
        Path.Combine(FullPath, string.Create(CultureInfo.InvariantCulture, $"{ResultPrefix}{token}{ResultSuffix}"));

    /// <summary>The result of the newest attempt that published one; null where none has.</summary>
    public CellResultFile? ReadResult()
    {
        if (!Directory.Exists(FullPath))
        {
            return null;
        }

        var newest = Directory.GetFiles(FullPath, $"{ResultPrefix}*{ResultSuffix}")
            .Select(path => Number(Path.GetFileName(path)[ResultPrefix.Length..^ResultSuffix.Length])).Max();
        return newest is { } token ? CellResultFile.Read(Result(token)) : null;
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
