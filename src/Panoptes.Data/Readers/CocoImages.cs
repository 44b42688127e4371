using Panoptes.Data.Configuration;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;

namespace Panoptes.Data.Readers;

/// <summary>The images of a COCO file and the folder they lie in.</summary>
internal static class CocoImages
{
    /// <summary>The first folder of several that has the first image.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="names">The images' file names.</param>
    /// <param name="candidates">Folders, the likeliest first.</param>
    public static string FindFolder(string json, IEnumerable<string> names, params IReadOnlyList<string> candidates)
    {
        var name = names.FirstOrDefault()
            ?? throw new InputException($"{json}: $.images", "no image", "the split's images", "check that it is the right file");
        foreach (var folder in candidates.Where(Directory.Exists))
        {
            if (File.Exists(InputFolder.Join(folder, name, $"{json}: $.images[0].file_name")))
            {
                return folder;
            }
        }

        throw new InputException(
            $"{json}: $.images[0].file_name", $"\"{name}\", which is in none of {string.Join(", ", candidates)}",
            "the images in one of them", "move the images there, or set data.images");
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
            ?? throw new InputException(
                folder, $"none of {string.Join(", ", names)}", $"the {kind} JSON of split \"{split}\"",
                "correct the split's name, or set data.annotations");
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
    /// <param name="where">The image's record: file and JSON path.</param>
    /// <param name="width">Width that it states; 0 for none.</param>
    /// <param name="height">Height that it states; 0 for none.</param>
    /// <param name="imageFile">The image.</param>
    public static IEnumerable<InputException> CheckSize(string where, int width, int height, string imageFile)
    {
        ImageHeader header;
        try
        {
            header = ImageFile.ReadHeader(imageFile);
        }
        catch (InputException)
        {
            // Found where the image itself is read.
            return [];
        }

        return Problem(where, width, height, header.Width, header.Height, imageFile) is { } problem ? [problem] : [];
    }

    /// <summary>Requires that an image has the size the JSON states.</summary>
    public static void RequireSize(string where, int width, int height, RgbImage image, string imageFile)
    {
        if (Problem(where, width, height, image.Width, image.Height, imageFile) is { } problem)
        {
            throw problem;
        }
    }

    private static InputException? Problem(string where, int width, int height, int actualWidth, int actualHeight, string imageFile) =>
        width == actualWidth && height == actualHeight ? null
        : new InputException(
            where, width == 0 ? "no width and height" : $"{width}x{height}", $"{actualWidth}x{actualHeight}, the size of {imageFile}",
            "correct width and height, or the image");
}
