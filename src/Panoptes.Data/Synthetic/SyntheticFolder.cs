using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data;

/// <summary>
/// Writes synthetic scenes as a data set that two readers take: CamVid-style (SPLIT/images, SPLIT/labels, SPLIT/depth with 16 bits and
/// <see cref="DepthScale"/> units a metre, classes.json), and COCO panoptic (annotations/panoptic_SPLIT.json and its PNGs).
/// </summary>
public static class SyntheticFolder
{
    /// <summary>Stored depth units a metre.</summary>
    public const double DepthScale = 256;

    private const string Manifest = "synthetic.json";
    private const int Version = 1;

    /// <summary>Writes the folder; does nothing where the same scenes are there already.</summary>
    /// <param name="folder">Where to; new, empty, or of an earlier call.</param>
    /// <param name="config">What to write.</param>
    /// <param name="progress">Told how many images are written, from any thread.</param>
    /// <param name="threads">Threads to use; all cores where 0.</param>
    /// <returns>False where nothing was to be done.</returns>
    /// <exception cref="InputException">The folder holds something else, or a setting is out of range.</exception>
    public static bool Write(string folder, SyntheticFolderConfig config, Action<int>? progress = null, int threads = 0)
    {
        var manifest = ManifestText(config);
        var manifestFile = Path.Combine(folder, Manifest);
        if (File.Exists(manifestFile) && File.ReadAllText(manifestFile) == manifest)
        {
            return false;
        }

        if (!File.Exists(manifestFile) && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(e => !IsOurs(e)))
        {
            throw new InputException(folder, "a folder that holds other files", "a new or empty folder", "choose another folder for the scenes");
        }

        var scenes = new SyntheticScenes(config.Width, config.Height, config.Seed);
        Clear(folder);
        ClassTableFile.Write(Path.Combine(folder, ClassTableFile.Name), BuiltInClassTables.Street);
        var done = 0;
        var first = 0;
        foreach (var (split, count) in Splits(config))
        {
            var records = new (JsonNode Image, JsonNode Annotation)[count];
            var start = first;
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount }, i =>
            {
                records[i] = WriteScene(folder, split, start + i, scenes.Render(start + i), config.Png);
                progress?.Invoke(Interlocked.Increment(ref done));
            });
            WriteAnnotations(Path.Combine(folder, "annotations", $"panoptic_{split}.json"), records);
            first += count;
        }

        // Last, so that a folder with a manifest is whole.
        AtomicFile.WriteText(manifestFile, manifest);
        return true;
    }

    /// <summary>The splits and how many images each has.</summary>
    /// <exception cref="InputException">There are too few images for the splits.</exception>
    public static IReadOnlyList<(string Split, int Count)> Splits(SyntheticFolderConfig config)
    {
        if (config.Images < 1 || config.HeldOut is < 0 or >= .5)
        {
            throw new InputException("synth", $"{config.Images} images, {config.HeldOut} held out", "at least 1 image, and a share of 0 to 0.5 held out twice", "correct the settings");
        }

        var held = (int)Math.Round(config.Images * config.HeldOut);
        held = config.HeldOut > 0 && config.Images >= 3 ? Math.Max(1, held) : held;
        (string Split, int Count)[] splits = [("train", config.Images - (2 * held)), ("val", held), ("test", held)];
        return [.. splits.Where(s => s.Count > 0)];
    }

    private static (JsonNode Image, JsonNode Annotation) WriteScene(string folder, string split, int index, SyntheticScene scene, bool png)
    {
        var stem = $"{index:d6}";
        var imageName = stem + (png ? ".png" : ".jpg");
        var image = Path.Combine(folder, split, "images", imageName);
        if (png)
        {
            PngFile.WriteRgb(image, scene.Image);
        }
        else
        {
            JpegFile.Write(image, scene.Image, 95, JpegSubsampling.None444);
        }

        var depth = new Plane<ushort>(scene.Depth.Width, scene.Depth.Height);
        for (var i = 0; i < depth.Pixels.Length; i++)
        {
            depth.Pixels[i] = (ushort)Math.Min(65535, (scene.Depth.Pixels[i] * DepthScale) + .5);
        }

        PngFile.WriteGrey(Path.Combine(folder, split, "labels", stem + ".png"), scene.Labels);
        PngFile.WriteGrey(Path.Combine(folder, split, "depth", stem + ".png"), depth);
        PngFile.WriteIds24(Path.Combine(folder, "annotations", $"panoptic_{split}", stem + ".png"), scene.Segments.Ids);
        return (
            new JsonObject { ["id"] = index, ["file_name"] = imageName, ["width"] = scene.Image.Width, ["height"] = scene.Image.Height },
            new JsonObject { ["image_id"] = index, ["file_name"] = stem + ".png", ["segments_info"] = PanopticJson.SegmentsInfo(scene.Segments, BuiltInClassTables.Street) });
    }

    private static void WriteAnnotations(string file, (JsonNode Image, JsonNode Annotation)[] records)
    {
        var json = new JsonObject
        {
            ["images"] = new JsonArray([.. records.Select(r => r.Image)]),
            ["annotations"] = new JsonArray([.. records.Select(r => r.Annotation)]),
            ["categories"] = PanopticJson.Categories(BuiltInClassTables.Street),
        };
        AtomicFile.WriteText(file, json.ToJsonString() + "\n");
    }

    private static string ManifestText(SyntheticFolderConfig config) => new JsonObject
    {
        ["producer"] = "panoptes data synth",
        ["version"] = Version,
        ["seed"] = config.Seed,
        ["images"] = config.Images,
        ["height"] = config.Height,
        ["width"] = config.Width,
        ["held_out"] = config.HeldOut,
        ["png"] = config.Png,
        ["depth_scale"] = DepthScale,
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";

    private static bool IsOurs(string entry) =>
        Path.GetFileName(entry) is "train" or "val" or "test" or "annotations" or ClassTableFile.Name;

    private static void Clear(string folder)
    {
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, Manifest));
        foreach (var name in new[] { "train", "val", "test" })
        {
            foreach (var layer in new[] { Path.Combine(name, "images"), Path.Combine(name, "labels"), Path.Combine(name, "depth"), Path.Combine("annotations", $"panoptic_{name}") })
            {
                var path = Path.Combine(folder, layer);
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }
            }
        }
    }
}
