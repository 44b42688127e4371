using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data;

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
        var records = JsonRecords.Open(json);
        var table = config.Classes is null ? null : ClassTableFile.Find(config.Classes, config.Root);
        var categories = CocoCategories.Read(records, table);
        var folder = CocoImages.FindFolder(records, CocoImages.Candidates(config, split, Path.GetFileNameWithoutExtension(json)));
        var annotations = ByImage(records, problems);
        var keys = records.ImageKeys("images");
        var files = new List<SampleFiles>();
        foreach (var image in records.All("images"))
        {
            _ = image.Get("id").Key();
            var name = image.Get("file_name");
            files.Add(new SampleFiles(Path.ChangeExtension(name.Text(), null), RootedPath.Join(folder, name.Text(), $"{name.File} {name.Path}"), json));
        }

        return new DerivedDataset($"coco_instances {split}", categories.Classes, files, SampleParts.Image | SampleParts.Labels | SampleParts.Segments)
        {
            Check = i => CocoImages.CheckSize(records.Read("images", i), files[i].Image).Concat(annotations.GetValueOrDefault(keys[i], []).SelectMany(a => Check(records.Read("annotations", a), records.Read("images", i)))),
            Read = (i, sample, image) =>
            {
                var record = records.Read("images", i);
                if (image is not null)
                {
                    CocoImages.RequireSize(record, image.Width, image.Height, sample.Image);
                }

                var (width, height) = ((int)record.Get("width").Integer(1, 1 << 16), (int)record.Get("height").Integer(1, 1 << 16));
                var indices = annotations.GetValueOrDefault(keys[i]) ?? [];
                var masks = records.Read("annotations", [.. indices]).Select(a => CocoMask.Read(a, categories, width, height)).ToArray();
                return Paint(masks, categories.Classes, width, height);
            },
        };
    }

    private static Dictionary<long, List<int>> ByImage(JsonRecords records, DatasetProblems problems)
    {
        records.Require("annotations");
        var known = records.ImageKeys("images").ToHashSet();
        var byImage = new Dictionary<long, List<int>>();
        var keys = records.ImageKeys("annotations");
        for (var i = 0; i < keys.Count; i++)
        {
            if (!known.Contains(keys[i]))
            {
                problems.Report(records.Read("annotations", i).Get("image_id").Wrong($"an id of {records.File} $.images", "correct image_id, or add the image"));
                continue;
            }

            if (!byImage.TryGetValue(keys[i], out var list))
            {
                byImage[keys[i]] = list = [];
            }

            list.Add(i);
        }

        return byImage;
    }

    private static IEnumerable<InputException> Check(JsonAt annotation, JsonAt image)
    {
        var (width, height) = ((int)image.Get("width").Integer(), (int)image.Get("height").Integer());
        var problem = Problem(() => BoxCheck.Problem(annotation.Get("bbox"), width, height)) ?? Problem(() =>
            annotation.Get("area").Number() < 0 ? annotation.Get("area").Wrong("an area of 0 or more") : null) ?? Problem(() =>
            annotation.Get("iscrowd").Flag() && annotation.Get("segmentation").Element.ValueKind == System.Text.Json.JsonValueKind.Array
                ? annotation.Get("segmentation").Wrong("run lengths for a crowd", "encode the crowd as RLE, or set iscrowd to 0") : null);
        return problem is null ? [] : [problem];
    }

    private static InputException? Problem(Func<InputException?> check)
    {
        try
        {
            return check();
        }
        catch (InputException problem)
        {
            return problem;
        }
    }

    private static DerivedLayers Paint(InstanceMask[] masks, ClassTable classes, int width, int height)
    {
        var trainIds = new Plane<ushort>(width, height);
        Array.Fill(trainIds.Pixels, (ushort)classes.VoidTrainId);
        var ids = new Plane<int>(width, height);
        foreach (var (mask, id) in masks.Select((m, i) => (Mask: m, Id: i + 1)).OrderByDescending(m => m.Mask.IsCrowd).ThenByDescending(m => m.Mask.Mask.Area))
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
