using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data;

/// <summary>The images of a COCO-like JSON and the folder they lie in.</summary>
internal static class CocoImages
{
    /// <summary>The first folder of several that has the first image.</summary>
    /// <param name="records">The JSON.</param>
    /// <param name="candidates">Folders, the likeliest first.</param>
    public static string FindFolder(JsonRecords records, params IReadOnlyList<string> candidates)
    {
        records.Require("images");
        if (records.Count("images") == 0)
        {
            throw new InputException($"{records.File} $.images", "no image", "the split's images", "check that it is the right file");
        }

        var name = records.Read("images", 0).Get("file_name");
        foreach (var folder in candidates.Where(Directory.Exists))
        {
            if (File.Exists(RootedPath.Join(folder, name.Text(), $"{name.File} {name.Path}")))
            {
                return folder;
            }
        }

        throw new InputException(
            $"{name.File} {name.Path}", $"\"{name.Text()}\", which is in none of {string.Join(", ", candidates)}", "the images in one of them", "move the images there, or set data.images");
    }

    /// <summary>The folders where a split's images may be.</summary>
    public static string[] Candidates(DataConfig config, string split, string stem)
    {
        // "panoptic_val2017" says that the images are in val2017.
        var named = stem.Contains('_') ? stem[(stem.IndexOf('_') + 1)..] : split;
        string[] relative = [named, split, $"images/{named}", $"images/{split}", $"{split}/{config.Images}", config.Images];
        return [.. relative.Select(r => Path.GetFullPath(Path.Combine(config.Root, r))).Distinct()];
    }

    /// <summary>The JSON of a split.</summary>
    /// <param name="config">May name it.</param>
    /// <param name="split">The split.</param>
    /// <param name="kind"><c>panoptic</c> or <c>instances</c>.</param>
    public static string FindJson(DataConfig config, string split, string kind)
    {
        if (config.Annotations is not null)
        {
            return Path.GetFullPath(Path.Combine(config.Root, config.Annotations.Replace("{split}", split)));
        }

        var folder = Path.Combine(config.Root, "annotations");
        string[] names = [$"{kind}_{split}.json", $"{kind}_{split}2017.json", $"{kind}_{split}2014.json"];
        return names.Select(n => Path.GetFullPath(Path.Combine(folder, n))).FirstOrDefault(File.Exists)
            ?? throw new InputException(folder, $"none of {string.Join(", ", names)}", $"the {kind} JSON of split \"{split}\"", "correct the split's name, or set data.annotations");
    }

    /// <summary>The names of the splits that have a JSON.</summary>
    public static IEnumerable<string> Splits(DataConfig config, string kind)
    {
        var folder = Path.Combine(config.Root, "annotations");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"{kind}_*.json").Select(f => Path.GetFileNameWithoutExtension(f)[(kind.Length + 1)..])
            : [];
    }

    /// <summary>The problem of an image that has another size than the JSON states, as a list of none or one.</summary>
    public static IEnumerable<InputException> CheckSize(JsonAt record, string imageFile)
    {
        try
        {
            var header = ImageFile.ReadHeader(imageFile);
            RequireSize(record, header.Width, header.Height, imageFile);
            return [];
        }
        catch (InputException problem) when (problem.Source!.StartsWith(record.File, StringComparison.Ordinal))
        {
            return [problem];
        }
    }

    /// <summary>Requires that an image has the size the JSON states.</summary>
    public static void RequireSize(JsonAt record, int width, int height, string imageFile)
    {
        var (w, h) = (record.Get("width").Integer(1, 1 << 20), record.Get("height").Integer(1, 1 << 20));
        if (w != width || h != height)
        {
            throw new InputException($"{record.File} {record.Path}", $"{w}x{h}", $"{width}x{height}, the size of {imageFile}", "correct width and height, or the image");
        }
    }
}
