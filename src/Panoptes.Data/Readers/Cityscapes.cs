using Panoptes.Formats.Coco;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data;

/// <summary>
/// Cityscapes: leftImg8bit/SPLIT/CITY/*_leftImg8bit.png with gtFine (or gtCoarse) *_labelIds.png or *_labelTrainIds.png, segments from
/// gtFine/cityscapes_panoptic_SPLIT.json where it is, else from *_instanceIds.png. What the label files really hold is found
/// by their values and said.
/// </summary>
public static class Cityscapes
{
    private const string ImageSuffix = "_leftImg8bit";
    private const int FilesScanned = 8;

    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">The split is missing or its files do not match.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static bool Matches(DataConfig config) => Directory.Exists(Path.Combine(config.Root, "leftImg8bit"));

    internal static IEnumerable<string> Splits(DataConfig config) =>
        Directory.EnumerateDirectories(Path.Combine(config.Root, "leftImg8bit")).Select(d => Path.GetFileName(d)!);

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var imageFolder = Path.GetFullPath(Path.Combine(config.Root, "leftImg8bit", split));
        var fine = Directory.Exists(Path.Combine(config.Root, "gtFine", split)) || !Directory.Exists(Path.Combine(config.Root, "gtCoarse", split)) ? "gtFine" : "gtCoarse";
        var labelFolder = Path.GetFullPath(Path.Combine(config.Root, fine, split));
        var images = FilePairs.List(imageFolder, problems, ImageSuffix);
        if (images.Count == 0)
        {
            throw FilePairs.NothingFound(imageFolder, $"images CITY/*{ImageSuffix}.png");
        }

        var notes = new List<string>();
        var table = config.Classes is null ? BuiltInClassTables.Cityscapes : ClassTableFile.Find(config.Classes, config.Root);
        Dictionary<string, string> labels = [];
        var labelTable = table;
        if (Directory.Exists(labelFolder))
        {
            var trainIds = FilePairs.List(labelFolder, problems, $"_{fine}_labelTrainIds");
            var useTrainIds = config.CityscapesLabels switch
            {
                CityscapesLabels.LabelIds => false,
                CityscapesLabels.LabelTrainIds => true,
                _ => images.Keys.All(trainIds.ContainsKey),
            };
            labels = useTrainIds ? trainIds : FilePairs.List(labelFolder, problems, $"_{fine}_labelIds");
            labelTable = FindConvention(labels, useTrainIds, table, split, notes);
        }
        else
        {
            notes.Add($"{split}: no folder {labelFolder}; the images have no labels");
        }

        var keys = labels.Count > 0 || Directory.Exists(labelFolder)
            ? FilePairs.Join(images, labels, imageFolder, labelFolder, "label", problems)
            : [.. images.Keys.Order(StringComparer.Ordinal)];
        var segments = Segments(config, split, fine, labelFolder, table, problems, notes);
        return new FileDataset(
            $"cityscapes {split}",
            table,
            keys.Select(k => new SampleFiles(k, images[k], labels.GetValueOrDefault(k), segments is null ? null : Path.Combine(labelFolder, $"{k}_{fine}_instanceIds.png"))))
        {
            LabelClasses = labelTable,
            Segments = segments,
            Notes = notes,
        };
    }

    private static ClassTable FindConvention(Dictionary<string, string> labels, bool namedTrainIds, ClassTable table, string split, List<string> notes)
    {
        var seen = new bool[256];
        foreach (var file in labels.OrderBy(l => l.Key, StringComparer.Ordinal).Take(FilesScanned))
        {
            foreach (var id in PngFile.ReadLabels<byte>(file.Value).Pixels)
            {
                seen[id] = true;
            }
        }

        if (labels.Count == 0)
        {
            return table;
        }

        var hasLabelIds = Enumerable.Range(19, 15).Any(id => seen[id]);
        var holdsTrainIds = !hasLabelIds && (seen[255] || namedTrainIds);
        var name = namedTrainIds ? "labelTrainIds" : "labelIds";
        notes.Add($"{split}: the *_{name}.png files hold {(holdsTrainIds ? "train ids" : "label ids")} (values {ClassTable.Ranges(Enumerable.Range(0, 256).Where(id => seen[id]))} in {Math.Min(FilesScanned, labels.Count)} files)");
        return holdsTrainIds ? table.OfTrainIds() : table;
    }

    private static Func<SampleFiles, SegmentMap?>? Segments(
        DataConfig config, string split, string fine, string labelFolder, ClassTable table, DatasetProblems problems, List<string> notes)
    {
        foreach (var (suffix, classes) in new[] { ("", table), ("_trainId", table.OfTrainIds()) })
        {
            var json = Path.GetFullPath(Path.Combine(config.Root, fine, $"cityscapes_panoptic_{split}{suffix}.json"));
            if (!File.Exists(json))
            {
                continue;
            }

            var labels = PanopticFile.ReadLabels(json, problems.Report);
            var source = new PanopticSource(labels, CocoCategories.Of(labels, classes), Path.Combine(Path.GetDirectoryName(json)!, Path.GetFileNameWithoutExtension(json)));
            notes.Add($"{split}: segments from {json}");
            return files => source.Read(source.Find(Path.GetFileName(files.Name)) ?? throw new InputException(
                json, $"no annotation with image_id \"{Path.GetFileName(files.Name)}\"", $"one for {files.Image}", "add it, or take the image out")).Segments;
        }

        if (!Directory.Exists(labelFolder) || !Directory.EnumerateFiles(labelFolder, $"*_{fine}_instanceIds.png", SearchOption.AllDirectories).Any())
        {
            return null;
        }

        notes.Add($"{split}: segments from *_instanceIds.png");
        return files => FromInstanceIds(files.Instance!, table);
    }

    /// <summary>
    /// Segments of an instanceIds map: 1000 * id + number for an object, the bare id for stuff, and for things that were not told
    /// apart: a crowd. Void classes are no segments.
    /// </summary>
    internal static SegmentMap FromInstanceIds(string file, ClassTable table)
    {
        var ids = PngFile.ReadLabels<int>(file);
        var areas = new SortedDictionary<int, long>();
        for (var i = 0; i < ids.Pixels.Length;)
        {
            var (start, value) = (i, ids.Pixels[i]);
            while (i < ids.Pixels.Length && ids.Pixels[i] == value)
            {
                i++;
            }

            var raw = value >= 1000 ? value / 1000 : value;
            if (!table.TryGetTrainId(raw, out var train))
            {
                throw new InputException(file, $"value {value} at pixel ({start % ids.Width},{start / ids.Width})", $"an id of \"{table.Name}\" ({table.AllowedIds()}), or 1000 * id + number", "correct the instance map");
            }

            if (train == table.VoidTrainId)
            {
                ids.Pixels.AsSpan(start, i - start).Clear();
            }
            else
            {
                areas[value] = areas.GetValueOrDefault(value) + (i - start);
            }
        }

        return new SegmentMap(ids, [.. areas.Select(a =>
        {
            _ = table.TryGetTrainId(a.Key >= 1000 ? a.Key / 1000 : a.Key, out var train);
            var thing = table[train].IsThing;
            return new Segment(a.Key, train, thing, thing && a.Key < 1000, a.Value);
        })]);
    }
}
