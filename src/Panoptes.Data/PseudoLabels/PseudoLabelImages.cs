using System.Text.RegularExpressions;
using Panoptes.Data.Configuration;
using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>
/// Finds the images of pseudo-labels by stem: leftImg8bit_sequence/SPLIT/CITY or leftImg8bit/SPLIT/CITY, KITTI raw
/// (DAY/DRIVE/image_02/data, stem DRIVE_FRAME), CamVid-style SPLIT/images, or any folders of images, with or without split folders.
/// </summary>
internal static partial class PseudoLabelImages
{
    private static readonly string[] CityscapesFolders = ["leftImg8bit_sequence", "leftImg8bit"];

    /// <summary>The images of a split by stem; two of one stem stand both.</summary>
    /// <param name="config">Where they are.</param>
    /// <param name="split">The split; null for all images.</param>
    /// <param name="labels">The folder of the labels, in which no image is looked for.</param>
    /// <param name="notes">Takes what was found out.</param>
    /// <exception cref="InputException">No such split, or no image at all.</exception>
    public static ILookup<string, string> Find(DataConfig config, string? split, string labels, List<string> notes)
    {
        var images = IsKittiRaw(config.Root)
            ? Kitti(config.Root, split, notes)
            : Under(Folder(config, split, notes), labels);
        return images.Count > 0
            ? images.ToLookup(image => image.Stem, image => image.File, StringComparer.Ordinal)
            : throw new InputException(
                Base(config), "no JPEG or PNG image", "images in any folders below", "correct data.root, or the split's name");
    }

    /// <summary>The folder that has images, or folders of splits.</summary>
    public static string Base(DataConfig config) => Path.GetFullPath(
        CityscapesFolders.Append(config.Images).Select(name => Path.Combine(config.Root, name)).FirstOrDefault(Directory.Exists)
            ?? config.Root);

    /// <summary>The names of folders that may be splits.</summary>
    public static IEnumerable<string> Splits(DataConfig config, string? labels) => IsKittiRaw(config.Root)
        ? []
        : ListedFiles.Folders(Base(config))
            .Where(folder => labels is null || Path.GetFullPath(folder) != Path.GetFullPath(labels))
            .Select(folder => Path.GetFileName(folder));

    private static bool IsKittiRaw(string root) =>
        ListedFiles.Folders(root).Any(day => Day().IsMatch(Path.GetFileName(day)) && ListedFiles.Folders(day).Any(IsDrive));

    private static bool IsDrive(string folder) => Directory.Exists(Path.Combine(folder, "image_02", "data"));

    private static List<(string Stem, string File)> Kitti(string root, string? split, List<string> notes)
    {
        if (split is not null)
        {
            notes.Add($"{root} is KITTI raw, which has no splits: all its images stand for \"{split}\"");
        }

        return
        [
            .. ListedFiles.Folders(root).Where(day => Day().IsMatch(Path.GetFileName(day)))
                .SelectMany(day => ListedFiles.Folders(day).Where(IsDrive))
                .SelectMany(drive => ListedFiles.ImagesIn(Path.Combine(drive, "image_02", "data"))
                    .Select(file => ($"{Path.GetFileName(drive)}_{Path.GetFileNameWithoutExtension(file)}", file))),
        ];
    }

    private static string Folder(DataConfig config, string? split, List<string> notes)
    {
        var folder = Base(config);
        if (split is null || Directory.Exists(Path.Combine(folder, split)))
        {
            return split is null ? folder : Images(Path.Combine(folder, split), config);
        }

        string[] known = [config.TrainSplit, config.ValSplit, config.TestSplit];
        var present = known.Distinct().Where(name => Directory.Exists(Path.Combine(folder, name))).ToArray();
        if (present.Length > 0)
        {
            throw new InputException(
                folder, $"the splits {string.Join(", ", present)}", $"a folder {split}",
                NearestName.Of(split, present) is { } near ? $"write {near} for {split}" : "correct data.root, or the split's name");
        }

        notes.Add($"{folder} has no split folders: all its images stand for \"{split}\"");
        return folder;
    }

    // A split that has labels or depth beside its images, as CamVid-style folders do.
    private static string Images(string split, DataConfig config) =>
        Path.Combine(split, config.Images) is var images && Directory.Exists(images) ? images : split;

    private static List<(string Stem, string File)> Under(string folder, string labels)
    {
        var below = Path.TrimEndingDirectorySeparator(Path.GetFullPath(labels)) + Path.DirectorySeparatorChar;
        return
        [
            .. ListedFiles.Images(folder)
                .Where(file => !PseudoLabelPairs.IsLabel(file) && !Path.GetFullPath(file).StartsWith(below, StringComparison.Ordinal))
                .Select(file => (Path.GetFileNameWithoutExtension(file), file)),
        ];
    }

    [GeneratedRegex(@"^\d{4}_\d\d_\d\d$")]
    private static partial Regex Day();
}
