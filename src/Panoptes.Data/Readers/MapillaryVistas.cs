using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
using Panoptes.Formats.Files;
using Panoptes.Formats.Json;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// Mapillary Vistas 1.2 and 2.0: ROOT/training/images with labels, instances and panoptic in ROOT/training/VERSION or ROOT/training,
/// classes in config_VERSION.json or config.json. Label ids are positions in the config's list; what is not evaluated is void.
/// </summary>
public static class MapillaryVistas
{
    /// <summary>Opens a split; <c>train</c>, <c>val</c> and <c>test</c> stand for training, validation and testing.</summary>
    /// <exception cref="InputException">A file is missing, or files do not match.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static bool Matches(DataConfig config) => Directory.Exists(config.Root) && Configs(config.Root).Any();

    internal static IEnumerable<string> Splits(DataConfig config) =>
        new[] { "training", "validation", "testing" }.Where(s => Directory.Exists(Path.Combine(config.Root, s, "images")));

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var notes = new List<string>();
        var folder = Path.GetFullPath(Path.Combine(config.Root, FolderOf(config.Root, split)));
        var (configFile, version) = FindConfig(config, notes);
        var labels = ReadConfig(configFile);
        var table = config.Classes is null ? labels.Table : ClassTableFile.Find(config.Classes, config.Root);
        var layers = Directory.Exists(Path.Combine(folder, version)) ? Path.Combine(folder, version) : folder;
        var imageFolder = Path.Combine(folder, "images");
        var images = KeyedFiles.List(imageFolder, problems.Report);
        if (images.Count == 0)
        {
            throw LayerJoin.NothingFound(imageFolder, "images *.jpg");
        }

        var labelFolder = Path.Combine(layers, "labels");
        var hasLabels = Directory.Exists(labelFolder);
        var labelFiles = hasLabels ? KeyedFiles.List(labelFolder, problems.Report) : new Dictionary<string, string>();
        var keys = hasLabels
            ? LayerJoin.Join(images, labelFiles, imageFolder, labelFolder, "label", problems)
            : [.. images.Keys.Order(StringComparer.Ordinal)];
        if (!hasLabels)
        {
            notes.Add($"{split}: no folder {labelFolder}; the images have no labels");
        }

        var shared = new List<string>();
        var segments = Segments(layers, table, labels.Names, (problems, notes, shared), split);
        var instanceFolder = Path.Combine(layers, "instances");
        var instances =
            Directory.Exists(instanceFolder) ? KeyedFiles.List(instanceFolder, problems.Report) : new Dictionary<string, string>();
        LayerJoin.ReportLone(instances, images, "an instance map", problems);
        var maps = new InstanceMapCheck(InstanceEncoding.Vistas, table.Meant, table.Meant);
        string InstanceOf(string key) => instances.GetValueOrDefault(key) ?? Path.Combine(instanceFolder, key + ".png");
        return new FileDataset(
            $"vistas {version} {split}",
            table,
            keys.Select(k => new SampleFiles(k, images[k], labelFiles.GetValueOrDefault(k), segments is null ? null : InstanceOf(k))))
        {
            SharedFiles = shared,
            Segments = segments,
            Check = files => instances.GetValueOrDefault(files.Name) is { } map && files.Label is not null
                && maps.Problem(map, files.Label) is { } problem ? [problem] : [],
            Notes = notes,
        };
    }

    /// <summary>Segments of an instances map: 256 * label + number; stuff classes become one segment each.</summary>
    internal static SegmentMap FromInstances(string file, ClassTable table)
    {
        var ids = LabelFile.ReadIds(file);
        var areas = new SortedDictionary<int, (int TrainId, bool IsThing, long Area)>();
        for (var i = 0; i < ids.Pixels.Length;)
        {
            var (start, value) = (i, ids.Pixels[i]);
            while (i < ids.Pixels.Length && ids.Pixels[i] == value)
            {
                i++;
            }

            if (!table.TryGetTrainId(InstanceEncoding.Vistas.LabelOf(value), out var train))
            {
                throw new InputException(
                    file, $"value {value} (label {value / 256}) at pixel ({start % ids.Width},{start / ids.Width})",
                    $"256 * label + number, with a label of {table.AllowedIds()}", "check the version of the config JSON");
            }

            // Value 0 is the first object of label 0, but id 0 means none: ids are values plus one.
            var id = train == table.VoidTrainId ? 0 : (table[train].IsThing ? value : value / 256 * 256) + 1;
            ids.Pixels.AsSpan(start, i - start).Fill(id);
            if (id > 0)
            {
                areas[id] = (train, table[train].IsThing, areas.GetValueOrDefault(id).Area + (i - start));
            }
        }

        return new SegmentMap(ids, [.. areas.Select(a => new Segment(a.Key, a.Value.TrainId, a.Value.IsThing, false, a.Value.Area))]);
    }

    private static Func<SampleFiles, SegmentMap?>? Segments(
        string layers, ClassTable table, Dictionary<string, int> names,
        (DatasetProblems Problems, List<string> Notes, List<string> SharedFiles) found, string split)
    {
        var panoptic = Path.Combine(layers, "panoptic");
        var json = Directory.Exists(panoptic)
            ? Directory.EnumerateFiles(panoptic, "panoptic_*.json").Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (json is not null)
        {
            var labels = PanopticFile.ReadLabels(json, found.Problems.Report);
            // Category ids begin at 1 where label ids begin at 0: they are matched by name.
            var source = new PanopticSource(
                labels, CocoCategories.Of(labels, table, name => names.TryGetValue(name, out var id) ? id : null), panoptic);
            var byStem = new Dictionary<string, PanopticAnnotation>(StringComparer.Ordinal);
            foreach (var annotation in labels.Annotations)
            {
                byStem[Path.ChangeExtension(annotation.FileName, null)] = annotation;
            }

            found.SharedFiles.Add(json);
            found.Notes.Add($"{split}: segments from {json}");
            return files => source.Read(byStem.TryGetValue(files.Name, out var annotation)
                ? annotation
                : throw new InputException(
                    json, $"no annotation with file_name \"{files.Name}.png\"", $"one for {files.Image}",
                    "add it, or take the image out")).Segments;
        }

        if (!Directory.Exists(Path.Combine(layers, "instances")))
        {
            return null;
        }

        found.Notes.Add($"{split}: segments from instances/*.png");
        return files => FromInstances(files.Instance!, table);
    }

    private static string FolderOf(string root, string split)
    {
        var full = split switch { "train" => "training", "val" => "validation", "test" => "testing", _ => split };
        return Directory.Exists(Path.Combine(root, split, "images")) ? split : full;
    }

    private static IEnumerable<string> Configs(string root) =>
        Directory.EnumerateFiles(root, "config*.json").Order(StringComparer.Ordinal);

    private static (string File, string Version) FindConfig(DataConfig config, List<string> notes)
    {
        if (config.VistasVersion is not ("auto" or "v1.2" or "v2.0"))
        {
            throw new InputException("data.vistas_version", config.VistasVersion, "auto, v1.2 or v2.0", "correct the setting");
        }

        var files = Directory.Exists(config.Root) ? Configs(config.Root).ToArray() : [];
        var wanted = config.VistasVersion == "auto" ? new[] { "v2.0", "v1.2" } : [config.VistasVersion];
        foreach (var version in wanted)
        {
            var file = Path.Combine(config.Root, $"config_{version}.json");
            if (File.Exists(file))
            {
                if (config.VistasVersion == "auto")
                {
                    notes.Add($"Mapillary Vistas {version}, from {file}");
                }

                return (file, version);
            }
        }

        var plain = Path.Combine(config.Root, "config.json");
        if (File.Exists(plain) && config.VistasVersion != "v2.0")
        {
            notes.Add($"Mapillary Vistas v1.2, from {plain}");
            return (plain, "v1.2");
        }

        throw new InputException(
            config.Root, files.Length == 0 ? "no config JSON" : string.Join(", ", files.Select(Path.GetFileName)),
            string.Join(" or ", wanted.Select(v => $"config_{v}.json")), "correct data.root, or data.vistas_version");
    }

    private static (ClassTable Table, Dictionary<string, int> Names) ReadConfig(string file)
    {
        var items = JsonAt.ReadFile(file).Get("labels").Items().ToArray();
        var voidId = items.Length > 255 ? 65535 : 255;
        var next = 0;
        var entries = new List<ClassEntry>();
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < items.Length; id++)
        {
            var name = items[id].Get("name").Text();
            var evaluated = items[id].Find("evaluate")?.Flag() ?? true;
            entries.Add(new ClassEntry(
                id, evaluated ? next++ : voidId, name, items[id].Get("color").Color(), items[id].Get("instances").Flag()));
            names.TryAdd(name, id);
            if (items[id].Find("readable") is { } readable)
            {
                names.TryAdd(readable.Text(), id);
            }
        }

        if (entries.Count <= voidId)
        {
            entries.Add(new ClassEntry(voidId, voidId, "void", default, false));
        }

        return (new ClassTable(file, entries, voidId), names);
    }
}
