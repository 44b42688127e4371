using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// Folders of images and label PNGs with equal stems: ROOT/SPLIT/images and ROOT/SPLIT/labels, or ROOT/images/SPLIT and
/// ROOT/labels/SPLIT, or without splits ROOT/images and ROOT/labels; the classes in classes.json (of the split or the root).
/// </summary>
public static class CamVidFolder
{
    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">The split is missing, stems do not match, or the class table is wrong.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var (notes, warnings) = (new List<string>(), new List<string>());
        var place = Place(config, split, notes);
        var imageFolder = place(config.Images);
        var labelFolder = place(config.Labels);
        var images = KeyedFiles.List(imageFolder, problems.Report);
        if (images.Count == 0)
        {
            throw LayerJoin.NothingFound(imageFolder, "JPEG or PNG images");
        }

        var hasLabels = Directory.Exists(labelFolder);
        var labels = hasLabels ? KeyedFiles.List(labelFolder, problems.Report) : null;
        var keys = labels is not null
            ? LayerJoin.Join(images, labels, imageFolder, labelFolder, "label", problems)
            : [.. images.Keys.Order(StringComparer.Ordinal)];
        if (!hasLabels)
        {
            notes.Add($"{split}: no folder {labelFolder}; the images have no labels");
        }

        IReadOnlyDictionary<string, string>? depths = null;
        if (config.Depth is not null)
        {
            depths = KeyedFiles.List(place(config.Depth), problems.Report);
            keys = [.. keys.Intersect(LayerJoin.Join(images, depths, imageFolder, place(config.Depth), "depth map", problems))];
        }

        var classes = FindClasses(config, Path.GetDirectoryName(imageFolder)!, warnings);
        if (config.ReduceZeroLabel)
        {
            classes = classes.ReduceZeroLabel();
            notes.Add($"reduce_zero_label: raw id 0 is void and raw id 1 is \"{classes.Names[0]}\", train id 0");
        }

        return new FileDataset(
            $"camvid {split}",
            classes,
            keys.Select(k => new SampleFiles(k, images[k], labels?[k], Depth: depths?[k])))
        {
            DepthScale = config.DepthScale,
            Notes = notes,
            Warnings = hasLabels ? warnings : [],
        };
    }

    internal static bool Matches(DataConfig config) =>
        Directory.Exists(Path.Combine(config.Root, config.Images)) ||
        ListedFiles.Folders(config.Root).Any(d => Directory.Exists(Path.Combine(d, config.Images)));

    internal static bool HasLabels(DataConfig config) =>
        Directory.Exists(Path.Combine(config.Root, config.Labels)) ||
        ListedFiles.Folders(config.Root).Any(d => Directory.Exists(Path.Combine(d, config.Labels)));

    internal static IEnumerable<string> Splits(DataConfig config)
    {
        var flat = Path.Combine(config.Root, config.Images);
        var above = ListedFiles.Folders(config.Root).Where(d => Directory.Exists(Path.Combine(d, config.Images)));
        // Folders below a folder that has images itself are part of it, not splits.
        var below = ListedFiles.ImagesIn(flat).Count > 0 ? [] : ListedFiles.Folders(flat);
        return above.Concat(below).Select(d => Path.GetFileName(d)!);
    }

    /// <summary>Where a split's folder of a layer is, by the layer's name.</summary>
    internal static Func<string, string> Place(DataConfig config, string split, List<string> notes)
    {
        string Above(string layer) => Path.GetFullPath(Path.Combine(config.Root, split, layer));
        string Below(string layer) => Path.GetFullPath(Path.Combine(config.Root, layer, split));
        string Flat(string layer) => Path.GetFullPath(Path.Combine(config.Root, layer));
        if (Directory.Exists(Above(config.Images)))
        {
            return Above;
        }

        if (Directory.Exists(Below(config.Images)))
        {
            return Below;
        }

        if (Directory.Exists(Flat(config.Images)) && !Splits(config).Any())
        {
            notes.Add($"{config.Root} has no split folders: all its samples stand for \"{split}\"");
            return Flat;
        }

        var splits = Directory.Exists(config.Root) ? Splits(config).Distinct().Order(StringComparer.Ordinal).ToArray() : [];
        var near = NearestName.Of(split, splits);
        throw new InputException(
            config.Root,
            splits.Length == 0 ? $"no folder {config.Images}" : $"the splits {string.Join(", ", splits)}",
            $"{split}/{config.Images} or {config.Images}/{split}",
            near is null ? "correct data.root, or the split's name" : $"write {near} for {split}, or correct data.root");
    }

    private static ClassTable FindClasses(DataConfig config, string splitFolder, List<string> warnings)
    {
        if (config.Classes is not null)
        {
            return ClassTableFile.Find(config.Classes, config.Root);
        }

        foreach (var folder in new[] { splitFolder, config.Root })
        {
            var file = Path.Combine(folder, ClassTableFile.Name);
            if (File.Exists(file))
            {
                return ClassTableFile.Read(file);
            }
        }

        warnings.Add(
            $"{config.Root} has no {ClassTableFile.Name}: its ids are taken for those of the built-in table camvid11, a guess; "
            + $"write a {ClassTableFile.Name}, or name the table with data.classes (camvid11 where it is right)");
        return BuiltInClassTables.CamVid11;
    }
}
