using Panoptes.Data.AnnotationChecks;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Coco;
using Panoptes.Formats.Files;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// Cityscapes: leftImg8bit/SPLIT/CITY/*_leftImg8bit.png with gtFine (or gtCoarse) *_labelIds.png or *_labelTrainIds.png, segments from
/// gtFine/cityscapes_panoptic_SPLIT.json where it is, else from *_instanceIds.png. What the label files really hold is found
/// by their values and said.
/// </summary>
public static class CityscapesFolder
{
    private const int FilesScanned = 8;

    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">The split is missing or its files do not match.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static bool Matches(DataConfig config) => Directory.Exists(Path.Combine(config.Root, "leftImg8bit"));

    internal static IEnumerable<string> Splits(DataConfig config) =>
        ListedFiles.Folders(Path.Combine(config.Root, "leftImg8bit")).Select(d => Path.GetFileName(d)!);

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var imageFolder = Path.GetFullPath(Path.Combine(config.Root, "leftImg8bit", split));
        var fine = Directory.Exists(Path.Combine(config.Root, "gtFine", split))
            || !Directory.Exists(Path.Combine(config.Root, "gtCoarse", split)) ? "gtFine" : "gtCoarse";
        var labelFolder = Path.GetFullPath(Path.Combine(config.Root, fine, split));
        var images = KeyedFiles.List(imageFolder, problems.Report, CityscapesFiles.Image);
        if (images.Count == 0)
        {
            throw LayerJoin.NothingFound(imageFolder, $"images CITY/*{CityscapesFiles.Image}.png");
        }

        var notes = new List<string>();
        var table = config.Classes is null ? BuiltInClassTables.Cityscapes : ClassTableFile.Find(config.Classes, config.Root);
        IReadOnlyDictionary<string, string> labels = new Dictionary<string, string>();
        IReadOnlyDictionary<string, string> instances = labels;
        var labelTable = table;
        if (Directory.Exists(labelFolder))
        {
            var trainIds = KeyedFiles.List(labelFolder, problems.Report, $"_{fine}{CityscapesFiles.TrainIds}");
            var useTrainIds = config.CityscapesLabels switch
            {
                CityscapesLabels.LabelIds => false,
                CityscapesLabels.LabelTrainIds => true,
                _ => images.Keys.All(trainIds.ContainsKey),
            };
            labels = useTrainIds ? trainIds : KeyedFiles.List(labelFolder, problems.Report, $"_{fine}{CityscapesFiles.LabelIds}");
            instances = KeyedFiles.List(labelFolder, problems.Report, $"_{fine}{CityscapesFiles.InstanceIds}");
            labelTable = FindConvention(labels, useTrainIds, table, split, problems, notes);
        }
        else
        {
            notes.Add($"{split}: no folder {labelFolder}; the images have no labels");
        }

        var keys = labels.Count > 0 || Directory.Exists(labelFolder)
            ? LayerJoin.Join(images, labels, imageFolder, labelFolder, "label", problems)
            : [.. images.Keys.Order(StringComparer.Ordinal)];
        LayerJoin.ReportLone(instances, images, "an instance map", problems);
        var shared = new List<string>();
        var json = PanopticSegments(config, split, fine, table, (problems, notes, shared));
        var segments = json ?? InstanceSegments(instances, table, split, notes);
        var check = new CityscapesCheck(table, labelTable, instances, isReadElsewhere: json is not null);
        string InstanceOf(string key) =>
            instances.GetValueOrDefault(key) ?? Path.Combine(labelFolder, $"{key}_{fine}{CityscapesFiles.InstanceIds}.png");
        return new FileDataset(
            $"cityscapes {split}",
            table,
            keys.Select(k => new SampleFiles(k, images[k], labels.GetValueOrDefault(k), segments is null ? null : InstanceOf(k))))
        {
            LabelClasses = labelTable,
            SharedFiles = shared,
            Segments = segments,
            Check = check.Run,
            Notes = notes,
        };
    }

    private static ClassTable FindConvention(
        IReadOnlyDictionary<string, string> labels, bool namedTrainIds, ClassTable table, string split, DatasetProblems problems,
        List<string> notes)
    {
        var seen = new bool[257];
        foreach (var file in labels.OrderBy(l => l.Key, StringComparer.Ordinal).Take(FilesScanned))
        {
            try
            {
                foreach (var id in LabelFile.Read(file.Value).Pixels)
                {
                    seen[Math.Min((int)id, 256)] = true;
                }
            }
            catch (InputException) when (problems.IsCollecting)
            {
                // The check finds it once more where it reads every file.
            }
        }

        if (labels.Count == 0)
        {
            return table;
        }

        var hasLabelIds = Enumerable.Range(19, 15).Any(id => seen[id]);
        var holdsTrainIds = !hasLabelIds && (seen[255] || namedTrainIds);
        var name = namedTrainIds ? "labelTrainIds" : "labelIds";
        notes.Add($"{split}: the *_{name}.png files hold {(holdsTrainIds ? "train ids" : "label ids")} (values "
            + $"{ClassTable.Ranges(Enumerable.Range(0, 256).Where(id => seen[id]))} in {Math.Min(FilesScanned, labels.Count)} files)");
        return holdsTrainIds ? table.OfTrainIds() : table;
    }

    private static Func<SampleFiles, SegmentMap?>? PanopticSegments(
        DataConfig config, string split, string fine, ClassTable table,
        (DatasetProblems Problems, List<string> Notes, List<string> SharedFiles) found)
    {
        foreach (var (suffix, classes) in new[] { ("", table), ("_trainId", table.OfTrainIds()) })
        {
            var json = Path.GetFullPath(Path.Combine(config.Root, fine, $"cityscapes_panoptic_{split}{suffix}.json"));
            if (!File.Exists(json))
            {
                continue;
            }

            var labels = PanopticFile.ReadLabels(json, found.Problems.Report);
            var source = new PanopticSource(labels, CocoCategories.Of(labels, classes), Path.Combine(
                Path.GetDirectoryName(json)!, Path.GetFileNameWithoutExtension(json)));
            found.SharedFiles.Add(json);
            found.Notes.Add($"{split}: segments from {json}");
            return files => source.Read(source.Find(Path.GetFileName(files.Name)) ?? throw new InputException(
                json, $"no annotation with image_id \"{Path.GetFileName(files.Name)}\"", $"one for {files.Image}",
                "add it, or take the image out")).Segments;
        }

        return null;
    }

    private static Func<SampleFiles, SegmentMap?>? InstanceSegments(
        IReadOnlyDictionary<string, string> instances, ClassTable table, string split, List<string> notes)
    {
        if (instances.Count == 0)
        {
            return null;
        }

        notes.Add($"{split}: segments from *{CityscapesFiles.InstanceIds}.png");
        return files => FromInstanceIds(files.Instance!, table);
    }

    /// <summary>
    /// Segments of an instanceIds map: 1000 * id + number for an object, the bare id for stuff, and for things that were not told
    /// apart: a crowd. Void classes are no segments.
    /// </summary>
    internal static SegmentMap FromInstanceIds(string file, ClassTable table)
    {
        var ids = LabelFile.ReadIds(file);
        var areas = new SortedDictionary<int, long>();
        for (var i = 0; i < ids.Pixels.Length;)
        {
            var (start, value) = (i, ids.Pixels[i]);
            while (i < ids.Pixels.Length && ids.Pixels[i] == value)
            {
                i++;
            }

            var raw = InstanceEncoding.Cityscapes.LabelOf(value);
            if (!table.TryGetTrainId(raw, out var train))
            {
                throw new InputException(
                    file, $"value {value} at pixel ({start % ids.Width},{start / ids.Width})",
                    $"an id of \"{table.Name}\" ({table.AllowedIds()}), or 1000 * id + number",
                    "correct the instance map; 8 bits cut its numbers");
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
            _ = table.TryGetTrainId(InstanceEncoding.Cityscapes.LabelOf(a.Key), out var train);
            var thing = table[train].IsThing;
            return new Segment(a.Key, train, thing, thing && a.Key < 1000, a.Value);
        })]);
    }
}
