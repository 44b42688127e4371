using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Data.Classes;
using Panoptes.Data.Readers;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Data.Synthetic;

/// <summary>
/// Writes synthetic scenes as a data set that two readers take: CamVid-style (SPLIT/images, SPLIT/labels, SPLIT/depth with 16 bits and
/// <see cref="DepthScale"/> units a meter, classes.json), and COCO panoptic (annotations/panoptic_SPLIT.json and its PNGs).
/// </summary>
public static class SyntheticFolder
{
    /// <summary>Stored depth units a meter.</summary>
    public const double DepthScale = 256;

    /// <summary>The verb under which its files are known as its own.</summary>
    public const string Verb = "data synth";

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

        var scenes = new SyntheticScenes(config.Width, config.Height, config.Seed, config.Traffic);
        var plan = new OutputPlan(Verb);
        RefuseOthers(plan, folder);
        plan.RemoveOwn(folder);
        PlanAll(plan.Folder(folder), config);
        using var writing = plan.Begin();
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
            throw new InputException(
                "synth", $"{config.Images} images, {config.HeldOut} held out", "at least 1 image, and a share of 0 to 0.5 held out twice",
                "correct the settings");
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

        PngFile.WriteGray(Path.Combine(folder, split, "labels", stem + ".png"), scene.Labels);
        PngFile.WriteGray(Path.Combine(folder, split, "depth", stem + ".png"), depth);
        PngFile.WriteIds24(Path.Combine(folder, "annotations", $"panoptic_{split}", stem + ".png"), scene.Segments.Ids);
        return (
            new JsonObject { ["id"] = index, ["file_name"] = imageName, ["width"] = scene.Image.Width, ["height"] = scene.Image.Height },
            new JsonObject
            {
                ["image_id"] = index,
                ["file_name"] = stem + ".png",
                ["segments_info"] = PanopticJson.SegmentsInfo(
                scene.Segments, BuiltInClassTables.Street)
            });
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
        ["traffic"] = config.Traffic.ToString().ToLowerInvariant(),
        ["held_out"] = config.HeldOut,
        ["png"] = config.Png,
        ["depth_scale"] = DepthScale,
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";

    // Whoever has a data set of their own has folders of the same names: only what was written here may go.
    private static void RefuseOthers(OutputPlan plan, string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .FirstOrDefault(file => Path.GetFileName(file) != OutputPlan.ManifestName && !plan.Owns(folder, file)) is { } other)
        {
            throw new InputException(
                folder, $"a folder that holds other files ({Path.GetRelativePath(folder, other)})", "a new or empty folder",
                "choose another folder for the scenes");
        }
    }

    private static void PlanAll(OutputFolder folder, SyntheticFolderConfig config)
    {
        var index = 0;
        folder.File(ClassTableFile.Name, Verb);
        folder.File(Manifest, Verb);
        foreach (var (split, count) in Splits(config))
        {
            folder.File($"annotations/panoptic_{split}.json", Verb);
            for (var i = 0; i < count; i++, index++)
            {
                folder.File($"{split}/images/{index:d6}{(config.Png ? ".png" : ".jpg")}", Verb);
                folder.File($"{split}/labels/{index:d6}.png", Verb);
                folder.File($"{split}/depth/{index:d6}.png", Verb);
                folder.File($"annotations/panoptic_{split}/{index:d6}.png", Verb);
            }
        }
    }
}
