using Panoptes.Data.LabelContracts;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;

namespace Panoptes.PseudoLabels.Making;

/// <summary>An image to label.</summary>
/// <param name="Stem">Its file's name without extension, which its labels are joined by.</param>
/// <param name="File">The file.</param>
/// <param name="Width">Width in pixels, upright.</param>
/// <param name="Height">Height in pixels.</param>
internal sealed record ListedImage(string Stem, string File, int Width, int Height)
{
    private static readonly string[] Known = ["leftImg8bit_sequence", "leftImg8bit"];

    /// <summary>The images of a folder, sorted by stem.</summary>
    /// <param name="folder">The folder: any images below, or leftImg8bit_sequence/SPLIT/CITY.</param>
    /// <param name="split">A folder below it, or null.</param>
    /// <exception cref="InputException">No folder, no image, or two images of one stem.</exception>
    public static IReadOnlyList<ListedImage> All(string folder, string? split)
    {
        var start = Known.Select(name => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists) ?? folder;
        var below = split is null ? start : Path.Combine(start, split);
        if (!Directory.Exists(below))
        {
            throw new InputException(
                split is null ? $"images={folder}" : $"split={split}", $"no folder {below}", "a folder of images", "correct the path");
        }

        var images = ListedFiles.Images(below);
        if (images.Count == 0)
        {
            throw new InputException($"images={folder}", $"no PNG or JPEG below {below}", "images", "correct the path");
        }

        var byStem = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in images)
        {
            var stem = Path.GetFileNameWithoutExtension(file);
            if (!byStem.TryAdd(stem, file))
            {
                throw new InputException(
                    file, $"a second image with the stem {stem}, beside {byStem[stem]}", "one image a stem, as labels lie in one folder",
                    "name a split, or rename images");
            }
        }

        return [.. byStem.Select(entry => Read(entry.Key, entry.Value))];
    }

    /// <summary>Width of its labels.</summary>
    public int LabelWidth(double scale) => ContractFit.Rounded(Width * scale);

    /// <summary>Height of its labels.</summary>
    public int LabelHeight(double scale) => ContractFit.Rounded(Height * scale);

    private static ListedImage Read(string stem, string file)
    {
        var header = ImageFile.ReadHeader(file);
        return new ListedImage(stem, file, header.Width, header.Height);
    }
}
