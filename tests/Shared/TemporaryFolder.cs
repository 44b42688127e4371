namespace Panoptes.Tests;

/// <summary>A folder that is gone, with what is in it, when the test ends. Its path has a space, since users' paths have them.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Its full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("panoptes test ").FullName;

    /// <summary>A path below it; nothing is made.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>A path below it, for a file that is written next: the folder around it is made.</summary>
    public string NewFile(string relative)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        return this[relative];
    }

    /// <summary>Writes a text file and returns its path.</summary>
    public string Write(string relative, string text)
    {
        File.WriteAllText(NewFile(relative), text);
        return this[relative];
    }

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string relative, byte[] content)
    {
        File.WriteAllBytes(NewFile(relative), content);
        return this[relative];
    }

    /// <summary>Every file below it, relative, in order.</summary>
    public string[] Files() =>
    [
        .. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
