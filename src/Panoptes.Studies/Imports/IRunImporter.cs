using Panoptes.Foundation;

namespace Panoptes.Studies.Imports;

/// <summary>
/// Reads the runs that one kind of tool left. Nothing that it reads is executed; links that lead elsewhere are not followed.
/// </summary>
public interface IRunImporter
{
    /// <summary>Its name, by which it can be asked for.</summary>
    string Name { get; }

    /// <summary>What it looks for, as errors say it.</summary>
    string LooksFor { get; }

    /// <summary>Whether a file or folder holds at least one run of its kind; looks at names and the beginnings of files.</summary>
    /// <param name="path">A file or a folder that exists.</param>
    bool Recognizes(string path);

    /// <summary>Reads every run below a path.</summary>
    /// <param name="path">A file or folder that it recognizes.</param>
    /// <param name="warn">Told, a sentence each, of what was left out.</param>
    /// <exception cref="InputException">A file cannot be read or used; names it, and the line where there is one.</exception>
    IReadOnlyList<ImportedRun> Read(string path, Action<string> warn);
}
