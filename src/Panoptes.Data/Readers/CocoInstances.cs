using Panoptes.Data.AnnotationChecks;
using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Formats.Coco;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.Data.Readers;

/// <summary>
/// COCO instances: annotations/instances_SPLIT.json with polygons, compressed and uncompressed run lengths, crowds. Masks are
/// pycocotools' to the last pixel. The label and segment maps show the smaller object where two overlap; what no object covers is void.
/// </summary>
public static class CocoInstances
{
    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">A file is missing or the JSON is not COCO instances; with its JSON path.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var json = CocoImages.FindJson(config, split, "instances");
        var set = InstanceFile.ReadLabels(json, problems.Report, problems.IsCollecting);
        var table = config.Classes is null ? null : ClassTableFile.Find(config.Classes, config.Root);
        var categories = CocoCategories.Of(set, table);
        InstanceImage[] images = [.. set.Images.OrderBy(image => image.Index)];
        var folder = CocoImages.FindFolder(
            json, images.Select(image => image.FileName), CocoImages.Candidates(config, split, Path.GetFileNameWithoutExtension(json)));
        var objects = set.Objects.ToLookup(o => o.Image);
        var files = images.Select(image => new SampleFiles(
            Path.ChangeExtension(image.FileName, null), InputFolder.Join(folder, image.FileName, $"{Where(json, image)}.file_name"), json,
            Id: image.Key)).ToList();
        return new DerivedDataset($"coco_instances {split}", categories.Classes, files, SampleParts.All & ~SampleParts.Depth)
        {
            SharedFiles = [json],
            Check = i => CocoImages.CheckSize(Where(json, images[i]), images[i].Width, images[i].Height, files[i].Image)
                .Concat(InstanceCheck.Run(set, images[i], [.. objects[images[i].Id]])),
            Read = (i, sample, image) =>
            {
                if (image is not null)
                {
                    CocoImages.RequireSize(Where(json, images[i]), images[i].Width, images[i].Height, image, sample.Image);
                }

                return Paint(Masks(set, [.. objects[images[i].Id]], categories), categories.Classes, images[i].Width, images[i].Height);
            },
        };
    }

    private static string Where(string json, InstanceImage image) => $"{json}: $.images[{image.Index}]";

    private static InstanceMask[] Masks(InstanceSet set, InstanceObject[] objects, CocoCategories categories)
    {
        using var masks = new InstanceMasks(set);
        var read = new Dictionary<InstanceObject, RunLengthMask>();
        masks.Load(objects, read);
        return
        [
            .. objects.Select(o => new InstanceMask(o.Id, categories[o.Category].TrainId, o.IsCrowd, read[o])
            {
                Area = double.IsNaN(o.Area) ? null : o.Area,
                Box = o.HasBox ? o.Box : null,
            }),
        ];
    }

    private static DerivedLayers Paint(InstanceMask[] masks, ClassTable classes, int width, int height)
    {
        var trainIds = new Plane<ushort>(width, height);
        Array.Fill(trainIds.Pixels, (ushort)classes.VoidTrainId);
        var ids = new Plane<int>(width, height);
        foreach (var (mask, id) in masks.Select((m, i) => (Mask: m, Id: i + 1)).OrderByDescending(m => m.Mask.IsCrowd)
            .ThenByDescending(m => m.Mask.Mask.Area))
        {
            mask.Mask.Paint(trainIds, (ushort)mask.CategoryTrainId);
            mask.Mask.Paint(ids, id);
        }

        var areas = new long[masks.Length + 1];
        foreach (var id in ids.Pixels)
        {
            areas[id]++;
        }

        var segments = masks.Select((m, i) => new Segment(i + 1, m.CategoryTrainId, true, m.IsCrowd, areas[i + 1])).Where(s => s.Area > 0);
        return new DerivedLayers(trainIds, new SegmentMap(ids, [.. segments]), masks);
    }
}
