using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;

namespace Panoptes.Metrics.Photographs;

/// <summary>
/// The photographs of a folder by the names of images: the same path without its ending, else the same name without
/// the endings that data sets add (<c>_gtFine_labelIds</c>, <c>_leftImg8bit</c>), where only one photograph has it.
/// </summary>
public sealed class PhotographFolder : IPhotographs
{
    private readonly IReadOnlyDictionary<string, string> byKey;
    private readonly ILookup<string, string> byStem;

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">JPEGs and PNGs, at any depth.</param>
    /// <exception cref="InputException">There is no such folder, or no image in it.</exception>
    public PhotographFolder(string folder)
    {
        Folder = folder;
        byKey = KeyedFiles.List(folder, _ => { });
        if (byKey.Count == 0)
        {
            throw new InputException(folder, "no photograph", "JPEGs or PNGs, at any depth", "check the folder");
        }

        byStem = byKey.ToLookup(pair => FilePairs.Stem(pair.Key), pair => pair.Value, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Folder { get; }

    /// <inheritdoc/>
    public string? NameOf(string name) => Find(name) is { } file ? Path.GetRelativePath(Folder, file) : null;

    /// <inheritdoc/>
    public RgbImage? Read(string name) => Find(name) is { } file ? ImageFile.ReadRgb(file) : null;

    /// <summary>The file of an image's photograph; null where there is none, or several could be meant.</summary>
    /// <param name="name">The image's name.</param>
    public string? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = Path.ChangeExtension(name, null);
        return byKey.GetValueOrDefault(key) ?? byKey.GetValueOrDefault(Path.GetFileName(key))
            ?? (byStem[FilePairs.Stem(key)].ToArray() is [var one] ? one : null);
    }
}
