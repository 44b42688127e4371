using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Objects;
using Panoptes.Data.Samples;
using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// Exported Waymo frames: N_image, N_semantic and N_instance in ROOT/SPLIT or in ROOT, maps of 8 or 16 bits; 19 classes where no table is
/// named, of which wall, fence and terrain are in no mean.
/// </summary>
public static class WaymoExport
{
    private const string Image = "_image";
    private const string Semantic = "_semantic";
    private const string Instance = "_instance";

    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">The split is missing, or stems do not match.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static IEnumerable<string> Splits(DataConfig config) =>
        ListedFiles.Folders(config.Root).Select(folder => Path.GetFileName(folder));

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var notes = new List<string>();
        var folder = Path.GetFullPath(Path.Combine(config.Root, split));
        if (!Directory.Exists(folder))
        {
            folder = Path.GetFullPath(config.Root);
            notes.Add($"{folder} has no folder {split}: all its frames stand for it");
        }

        var images = KeyedFiles.List(folder, problems.Report, Image);
        var classes = KeyedFiles.List(folder, problems.Report, Semantic);
        var objects = KeyedFiles.List(folder, problems.Report, Instance);
        var keys = LayerJoin.Join(images, classes, folder, folder, $"map *{Semantic}", problems);
        keys = [.. keys.Intersect(LayerJoin.Join(images, objects, folder, folder, $"map *{Instance}", problems))];
        return NumberedFiles.Make(
            $"waymo {split}", ClassTableFile.Find(config.Classes ?? "waymo_19", config.Root),
            keys.Select(key => new SampleFiles(key, images[key], classes[key], objects[key])), notes,
            files => NumberedMapFiles.ReadPair(files.Label!, files.Instance!));
    }
}
