using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Files;

/// <summary>
/// The files of a folder by the stem of the image that they belong to: FOLDER/STEM.npy, or deeper; hidden ones do not count.
/// </summary>
public sealed class StemFiles
{
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly string folder;
    private readonly string source;

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="source">The setting that names it.</param>
    /// <param name="endings">Endings that count, such as <c>.npy</c>.</param>
    /// <exception cref="InputException">There is no such folder, or two files of one stem.</exception>
    public StemFiles(string folder, string source, params string[] endings)
    {
        (this.folder, this.source) = (folder, source);
        if (!Directory.Exists(folder))
        {
            throw new InputException(source, folder, "a folder", "correct the path");
        }

        foreach (var file in endings.SelectMany(ending => ListedFiles.WithEnding(folder, ending)).Order(StringComparer.Ordinal))
        {
            var stem = Path.GetFileNameWithoutExtension(file);
            if (!files.TryAdd(stem, file))
            {
                throw new InputException(file, $"a second file of the stem {stem}, beside {files[stem]}", "one a stem", "remove one");
            }
        }
    }

    /// <summary>The file of a stem.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public string Of(string stem) => files.GetValueOrDefault(stem) ?? throw new InputException(
        folder, $"no file named like the image {stem}", $"{stem}.* for every image", $"write it, or correct {source}");
}
