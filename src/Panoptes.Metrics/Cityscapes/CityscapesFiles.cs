using Panoptes.Foundation;

namespace Panoptes.Metrics;

/// <summary>One frame of Cityscapes.</summary>
/// <param name="Name">CITY_SEQUENCE_FRAME.</param>
/// <param name="LabelIds">Path of its label ids.</param>
/// <param name="InstanceIds">Path of its instance ids.</param>
public sealed record CityscapesFrame(string Name, string LabelIds, string InstanceIds);

/// <summary>Finds Cityscapes' files by their names.</summary>
public static class CityscapesFiles
{
    private const string InstanceEnding = "_instanceIds.png";

    /// <summary>The frames of a ground-truth folder, sorted by path.</summary>
    /// <param name="folder">gtFine, one of its splits, or the data set's root; a folder with a split val and others is read as val.</param>
    /// <exception cref="InputException">There is none.</exception>
    public static IReadOnlyList<CityscapesFrame> Frames(string folder)
    {
        var root = Split(InputFolder.Folder(folder));
        var paths = Directory.EnumerateFiles(root, "*" + InstanceEnding, SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        if (paths.Count == 0)
        {
            throw new InputException(folder, "no *_instanceIds.png", "Cityscapes ground truth: gtFine or one of its splits", "check the folder");
        }

        return [.. paths.Select(path => new CityscapesFrame(FrameName(path), path[..^InstanceEnding.Length] + "_labelIds.png", path))];
    }

    /// <summary>The one file of a frame's name below a folder.</summary>
    /// <param name="files">Files below a folder, by frame name.</param>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="frame">The frame's name.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <exception cref="InputException">There is none, or several.</exception>
    public static string OneOf(ILookup<string, string> files, string folder, string frame, string what)
    {
        ArgumentNullException.ThrowIfNull(files);
        var found = files[frame].Take(2).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new InputException(folder, $"no {what} for {frame}", $"one whose name begins {frame}", "predict it too"),
            _ => throw new InputException(folder, $"several files for {frame}: {found[0]}, {found[1]}", "one", "remove the others"),
        };
    }

    /// <summary>All files below a folder with an extension, by the frame that their names begin with.</summary>
    public static ILookup<string, string> ByFrame(string folder, string extension) => Directory
        .EnumerateFiles(InputFolder.Folder(folder), "*" + extension, SearchOption.AllDirectories)
        .Where(path => Path.GetFileName(path).Count(c => c == '_') >= 2)
        .Order(StringComparer.Ordinal)
        .ToLookup(FrameName);

    private static string FrameName(string path)
    {
        var parts = Path.GetFileNameWithoutExtension(path).Split('_', 4);
        return parts.Length >= 3
            ? $"{parts[0]}_{parts[1]}_{parts[2]}"
            : throw new InputException(path, "a name of fewer than three parts", "CITY_SEQUENCE_FRAME_...", "name it as Cityscapes does");
    }

    private static string Split(string folder)
    {
        foreach (var candidate in new[] { Path.Combine(folder, "gtFine", "val"), Path.Combine(folder, "val") })
        {
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return folder;
    }
}
