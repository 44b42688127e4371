using Panoptes.Foundation;

namespace Panoptes.Data;

/// <summary>
/// COCO panoptic: annotations/panoptic_SPLIT.json, PNGs in the folder beside it of the same name, images in SPLIT, images/SPLIT or
/// SPLIT/images. Classes and train ids are the JSON's categories in their order, unless a table is named.
/// </summary>
public static class CocoPanoptic
{
    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">A file is missing or the JSON is not COCO panoptic; with its JSON path.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var json = CocoImages.FindJson(config, split, "panoptic");
        var records = JsonRecords.Open(json);
        var table = config.Classes is null ? null : ClassTableFile.Find(config.Classes, config.Root);
        var categories = CocoCategories.Read(records, table);
        var source = new PanopticSource(records, categories, Path.ChangeExtension(json, null), problems);
        var stem = Path.GetFileNameWithoutExtension(json);
        var folder = CocoImages.FindFolder(records, CocoImages.Candidates(config, split, stem));
        var files = new List<SampleFiles>();
        var images = new List<int>();
        var annotations = new Dictionary<string, int>(StringComparer.Ordinal);
        var keys = records.ImageKeys("images");
        var index = 0;
        foreach (var image in records.All("images"))
        {
            _ = image.Get("id").Key();
            var annotation = source.Find(keys[index]);
            var file = image.Get("file_name").Text();
            var path = RootedPath.Join(folder, file, $"{image.File} {image.Path}.file_name");
            if (annotation < 0)
            {
                problems.Report(image.Get("id").Wrong($"an image_id of {json} $.annotations", "add its annotation, or take the image out"));
            }
            else
            {
                var name = Path.ChangeExtension(file, null);
                files.Add(new SampleFiles(name, path, source.Png(annotation)));
                images.Add(index);
                if (!annotations.TryAdd(path, annotation))
                {
                    problems.Report(image.Get("file_name").Wrong("a file that no other image has"));
                }
            }

            index++;
        }

        return new DerivedDataset($"coco_panoptic {split}", categories.Classes, files, SampleParts.Image | SampleParts.Labels | SampleParts.Segments)
        {
            Check = i => CocoImages.CheckSize(records.Read("images", images[i]), files[i].Image).Concat(source.Check(annotations[files[i].Image])),
            Read = (i, sample, image) =>
            {
                var (segments, trainIds) = source.Read(annotations[sample.Image]);
                if (image is not null)
                {
                    CocoImages.RequireSize(records.Read("images", images[i]), image.Width, image.Height, sample.Image);
                }

                return new DerivedLayers(trainIds, segments, null);
            },
        };
    }
}
