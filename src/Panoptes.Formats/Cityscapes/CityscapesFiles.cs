using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Formats.Cityscapes;

/// <summary>Finds Cityscapes' files by their names.</summary>
public static class CityscapesFiles
{
    /// <summary>What the names of images end with, before the extension.</summary>
    public const string Image = "_leftImg8bit";

    /// <summary>What the names of maps of label ids end with.</summary>
    public const string LabelIds = "_labelIds";

    /// <summary>What the names of maps of train ids end with.</summary>
    public const string TrainIds = "_labelTrainIds";

    /// <summary>What the names of instance maps end with.</summary>
    public const string InstanceIds = "_instanceIds";

    /// <summary>The frames of a ground-truth folder, sorted by path.</summary>
    /// <param name="folder">gtFine, one of its splits, or the data set's root; see <see cref="SplitOf"/>.</param>
    /// <exception cref="InputException">There is none, one stands twice, or one has label ids but no instance ids.</exception>
    public static IReadOnlyList<CityscapesFrame> Frames(string folder)
    {
        static void Refuse(InputException twice) => throw twice;
        var root = SplitOf(folder);
        var instances = KeyedFiles.List(root, Refuse, InstanceIds);
        if (instances.Count == 0)
        {
            throw new InputException(
                folder, $"no *{InstanceIds}.png", "Cityscapes ground truth: gtFine or one of its splits", "check the folder");
        }

        var labels = KeyedFiles.List(root, Refuse, LabelIds);
        if (labels.FirstOrDefault(label => !instances.ContainsKey(label.Key)) is { Value: { } lone })
        {
            throw new InputException(
                lone, "a frame without instance ids", $"a file *{InstanceIds}.png beside it",
                "make it (createInstanceIdImgs), or take the frame out");
        }

        var frames = instances.Select(
            file => new CityscapesFrame(FrameName(file.Value), labels.GetValueOrDefault(file.Key), file.Value)).ToList();
        return frames.GroupBy(frame => frame.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is not { } twice
            ? frames
            : throw new InputException(
                twice.ElementAt(1).InstanceIds, $"frame {twice.Key} again, as in {twice.First().InstanceIds}", "each frame once",
                "remove one, or score a split's folder");
    }

    /// <summary>
    /// The folder whose frames are read: <c>gtFine/val</c> or <c>val</c> below a folder that has it, else the folder itself.
    /// </summary>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static string SplitOf(string folder)
    {
        _ = InputFolder.Folder(folder);
        foreach (var candidate in new[] { Path.Combine(folder, "gtFine", "val"), Path.Combine(folder, "val") })
        {
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return folder;
    }

    /// <summary>The predictions of frames: for each the one file whose name begins with the frame's.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="folder">The predictions, at any depth.</param>
    /// <param name="extension">Their extension, in any case: <c>.png</c>.</param>
    /// <param name="what">What they are, for messages.</param>
    /// <returns>A file for each frame, and those that no frame has.</returns>
    /// <exception cref="InputException">A frame has none, or several.</exception>
    public static (string[] Files, IReadOnlyList<string> Unused) Predictions(
        IReadOnlyList<CityscapesFrame> frames, string folder, string extension, string what)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var byFrame = ListedFiles.WithEnding(folder, extension).Where(path => Path.GetFileName(path).Count(c => c == '_') >= 2)
            .ToLookup(FrameName);
        var files = frames.Select(frame => byFrame[frame.Name].Take(2).ToList() switch
        {
            [var one] => one,
            [] => throw new InputException(folder, $"no {what} for {frame.Name}", $"one whose name begins {frame.Name}", "predict it too"),
            [var a, var b, ..] => throw new InputException(folder, $"several files for {frame.Name}: {a}, {b}", "one", "remove the others"),
        }).ToArray();
        return (files, [.. byFrame.SelectMany(group => group).Except(files).Select(path => Path.GetRelativePath(folder, path))]);
    }

    private static string FrameName(string path)
    {
        var parts = Path.GetFileNameWithoutExtension(path).Split('_', 4);
        return parts.Length >= 3
            ? $"{parts[0]}_{parts[1]}_{parts[2]}"
            : throw new InputException(path, "a name of fewer than three parts", "CITY_SEQUENCE_FRAME_...", "name it as Cityscapes does");
    }
}
