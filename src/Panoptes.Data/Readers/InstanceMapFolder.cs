using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Objects;
using Panoptes.Data.Samples;
using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// Images and maps that hold class and object in one number, with equal stems, laid out as CamVid-style folders are: KITTI panoptic
/// (<c>labels: cityscapes_instance_format</c>), MOTS (<c>images: image_02</c>, <c>labels: instances</c>), KITTI's instances.
/// </summary>
public static class InstanceMapFolder
{
    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">The split is missing, or stems do not match.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var notes = new List<string>();
        var place = CamVidFolder.Place(config, split, notes);
        var (imageFolder, mapFolder) = (place(config.Images), place(config.Labels));
        var images = KeyedFiles.List(imageFolder, problems.Report);
        var maps = KeyedFiles.List(mapFolder, problems.Report);
        var keys = LayerJoin.Join(images, maps, imageFolder, mapFolder, "instance map", problems);
        if (keys.Count == 0)
        {
            throw LayerJoin.NothingFound(imageFolder, "JPEG or PNG images");
        }

        var name = config.Classes ?? (config.ObjectNumbers == ObjectNumbers.Plain ? "kitti_instance" : "cityscapes");
        return NumberedFiles.Make(
            $"instance_maps {split}", ClassTableFile.Find(name, config.Root),
            keys.Select(key => new SampleFiles(key, images[key], maps[key])), notes,
            files => NumberedMapFiles.Read(files.Label!, config.ObjectNumbers));
    }
}
