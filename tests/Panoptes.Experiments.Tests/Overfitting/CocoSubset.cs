using System.Text.Json.Nodes;

namespace Panoptes.Experiments.Tests.Overfitting;

/// <summary>A COCO panoptic folder of a few images of another one, which shows its files by links.</summary>
internal static class CocoSubset
{
    /// <summary>Makes a folder whose splits <c>train2017</c> and <c>val2017</c> are the same images.</summary>
    /// <param name="coco">The folder to take them from.</param>
    /// <param name="stems">The images, by their file stems, all of train2017.</param>
    /// <param name="folder">The folder to make.</param>
    public static void Make(string coco, IReadOnlyList<string> stems, string folder)
    {
        var all = JsonNode.Parse(File.ReadAllText(Path.Combine(coco, "annotations", "panoptic_train2017.json")))!.AsObject();
        foreach (var (list, key) in new[] { ("images", "file_name"), ("annotations", "file_name") })
        {
            var kept = all[list]!.AsArray().Where(entry => stems.Contains(Path.GetFileNameWithoutExtension((string)entry![key]!)));
            all[list] = new JsonArray([.. kept.Select(entry => entry!.DeepClone())]);
        }

        foreach (var split in new[] { "train2017", "val2017" })
        {
            var (images, labels) = (Path.Combine(folder, split), Path.Combine(folder, "annotations", $"panoptic_{split}"));
            Directory.CreateDirectory(images);
            Directory.CreateDirectory(labels);
            File.WriteAllText(labels + ".json", all.ToJsonString());
            foreach (var stem in stems)
            {
                Link(Path.Combine(coco, "train2017", stem + ".jpg"), images);
                Link(Path.Combine(coco, "annotations", "panoptic_train2017", stem + ".png"), labels);
            }
        }
    }

    private static void Link(string file, string folder) => File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
}
