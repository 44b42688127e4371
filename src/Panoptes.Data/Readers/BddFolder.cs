using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Objects;
using Panoptes.Data.Samples;
using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// BDD100K panoptic: images/10k/SPLIT and RGBA bitmasks in labels/pan_seg/bitmasks/SPLIT; 19 classes where no table is named.
/// </summary>
public static class BddFolder
{
    private static readonly string ImageFolder = Path.Combine("images", "10k");
    private static readonly string MaskFolder = Path.Combine("labels", "pan_seg", "bitmasks");

    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">The split is missing, or stems do not match.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static IEnumerable<string> Splits(DataConfig config) =>
        ListedFiles.Folders(Path.Combine(config.Root, MaskFolder)).Select(folder => Path.GetFileName(folder));

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var images = Path.GetFullPath(Path.Combine(config.Root, ImageFolder, split));
        var masks = Path.GetFullPath(Path.Combine(config.Root, MaskFolder, split));
        var (byImage, byMask) = (KeyedFiles.List(images, problems.Report), KeyedFiles.List(masks, problems.Report));
        return NumberedFiles.Make(
            $"bdd {split}", ClassTableFile.Find(config.Classes ?? "bdd10k_19", config.Root),
            LayerJoin.Join(byImage, byMask, images, masks, "bitmask", problems)
                .Select(key => new SampleFiles(key, byImage[key], byMask[key])),
            [], files => NumberedMapFiles.ReadBdd(files.Label!));
    }
}
