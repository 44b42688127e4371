using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// Images in any folders below one, without labels: what a network labels, or learns from without. A split is a folder of its name right
/// below the root; where there are no such folders, all images.
/// </summary>
public static class ImageFolder
{
    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">There is no image, or the classes are not told.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    /// <summary>Opens a split whose labels, were there any, would have the classes of another data set.</summary>
    /// <param name="config">Where it is.</param>
    /// <param name="split">The split; all images where empty.</param>
    /// <param name="classes">The classes.</param>
    /// <exception cref="InputException">There is no image.</exception>
    public static IDataset Open(DataConfig config, string split, ClassTable classes) =>
        Open(config, split, classes, DatasetProblems.Throwing);

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems) => Open(
        config, split, config.Classes is { } name ? ClassTableFile.Find(name, config.Root) : throw new InputException(
            "data.classes", "nothing", "the classes that a network tells of these images", "name a class table, such as cityscapes"),
        problems);

    internal static IEnumerable<string> Splits(DataConfig config) =>
        Folders(config).ToList() is { Count: > 0 } folders ? folders : [config.TrainSplit];

    private static FileDataset Open(DataConfig config, string split, ClassTable classes, DatasetProblems problems)
    {
        var (root, notes) = (Path.GetFullPath(config.Root), new List<string>());
        var folder = split.Length == 0 ? root : Path.Combine(root, split);
        if (!Directory.Exists(folder))
        {
            var splits = Folders(config).ToArray();
            Require.That(
                splits.Length == 0, config.Root, $"the splits {string.Join(", ", splits)}", $"a folder {split}",
                "correct data.root, or the split's name");
            notes.Add($"{config.Root} has no split folders: all its images stand for \"{split}\"");
            folder = root;
        }

        var images = KeyedFiles.List(folder, problems.Report);
        return images.Count == 0
            ? throw LayerJoin.NothingFound(folder, "JPEG or PNG images")
            : new FileDataset(
                $"images {Path.GetFileName(root)}{(split.Length == 0 ? "" : $" {split}")}", classes,
                images.Keys.Order(StringComparer.Ordinal).Select(name => new SampleFiles(name, images[name], null)))
            { Notes = notes };
    }

    private static IEnumerable<string> Folders(DataConfig config) => new[] { config.TrainSplit, config.ValSplit, config.TestSplit }
        .Distinct().Where(name => Directory.Exists(Path.Combine(config.Root, name)));
}
