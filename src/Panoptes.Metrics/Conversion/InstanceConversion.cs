using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.Conversion;

/// <summary>What a conversion to COCO instances wrote.</summary>
/// <param name="Annotations">Annotations written.</param>
/// <param name="StuffSegments">Segments of stuff, which the format does not hold.</param>
public readonly record struct InstancesWritten(int Annotations, int StuffSegments)
{
    /// <summary>Both in a few words.</summary>
    public string Summary => $"{Annotations} annotations" + (StuffSegments > 0
        ? $"; {StuffSegments} segments of stuff left out, which COCO instances does not hold"
        : "");
}

/// <summary>Between COCO's panoptic and instance formats.</summary>
public static class InstanceConversion
{
    /// <summary>
    /// COCO panoptic to COCO instances: every thing segment becomes an annotation with run lengths; stuff and void are not held.
    /// </summary>
    /// <param name="json">The panoptic JSON.</param>
    /// <param name="pngFolder">Its PNGs; null for the folder named like it.</param>
    /// <param name="output">The instances JSON to write.</param>
    /// <param name="plan">The command's outputs; a plan of this conversion alone where null.</param>
    /// <returns>How many annotations were written, and how many segments left out.</returns>
    /// <exception cref="InputException">An image is there twice, or the output would harm something.</exception>
    /// <param name="progress">Told how many of how many images are done; null tells nobody.</param>
    public static InstancesWritten FromPanoptic(
        string json, string? pngFolder, string output, OutputPlan? plan = null, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var file = PanopticFile.ReadTruth(json).RequireWhole();
        var folder = pngFolder ?? PanopticOutput.PngFolderOf(json);
        plan = (plan ?? new OutputPlan("convert panoptic-to-instances")).Reads(json, folder);
        var target = plan.File(output);
        RefuseOneIdTwice(file, json);
        var names = file.Images.Where(image => image.FileName.Length > 0)
            .ToDictionary(image => image.Id, image => image.FileName, StringComparer.Ordinal);
        var count = 0;
        using var writing = plan.Begin();
        AtomicFile.Write(target, stream =>
        {
            using var writer = new Utf8JsonWriter(stream);
            var sizes = new List<(int Width, int Height)>();
            writer.WriteStartObject();
            writer.WriteStartArray("annotations");
            for (var image = 0; image < file.Annotations.Count; image++)
            {
                var annotation = file.Annotations[image];
                var ids = PanopticMap.ReadWhole(
                    InputFolder.File(folder, annotation.FileName, $"{file.Where(annotation)}.file_name"), file, annotation);
                sizes.Add((ids.Width, ids.Height));
                count = WriteThings(writer, file, annotation, ids, count);
                progress?.Invoke(image + 1, file.Annotations.Count);
            }

            writer.WriteEndArray();
            CocoFields.WriteImages(writer, sizes.Select((size, image) => new OutputImage(
                file.Annotations[image].ImageId, NameOf(file.Annotations[image], names), size.Width, size.Height)));
            CocoFields.WriteCategories(
                writer,
                [.. file.Categories.Where(c => c.IsThing).Select(c => new OutputCategory(c.Id, c.Name, true, c.Supercategory, c.Color))],
                withIsThing: false);
            writer.WriteEndObject();
        });
        return new InstancesWritten(
            count, file.Annotations.Sum(a => a.Segments.Count(segment => !file.Categories[segment.Category].IsThing)));
    }

    /// <summary>COCO instances to COCO panoptic: one segment an annotation, everything else void.</summary>
    /// <param name="json">The instances JSON.</param>
    /// <param name="output">The panoptic JSON to write; the PNGs go to the folder named like it, in folders as the images are.</param>
    /// <param name="plan">The command's outputs; a plan of this conversion alone where null.</param>
    /// <returns>How many images were written.</returns>
    /// <exception cref="InputException">Two objects share a pixel, or an image has no size: the format cannot hold it. Or two images would
    /// get one PNG, or an output would harm something.</exception>
    /// <param name="progress">Told how many of how many images are done; null tells nobody.</param>
    public static int ToPanoptic(string json, string output, OutputPlan? plan = null, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var set = InstanceFile.ReadTruth(json);
        plan = (plan ?? new OutputPlan("convert instances-to-panoptic")).Reads(json);
        var panoptic = new PanopticOutput(plan, output, [.. set.Categories.Select(c => CategoryOf(c, json))]);
        foreach (var image in set.Images)
        {
            panoptic.Plan(image.Key, MapFile(image.FileName, image.Key), json, $"image {image.Key} ({image.FileName})");
        }

        using var writing = plan.Begin();
        using var maps = panoptic.Open();
        var done = 0;
        using var masks = new InstanceMasks(set);
        var byImage = set.Objects.ToLookup(o => o.Image);
        foreach (var image in set.Images)
        {
            if (image.Height == 0)
            {
                throw new InputException(json, $"image {image.Key} without a size", "\"height\" and \"width\"", "add them to \"images\"");
            }

            var ids = new Plane<int>(image.Width, image.Height);
            var segments = new List<OutputSegment>();
            foreach (var instance in byImage[image.Id])
            {
                var id = segments.Count + 1;
                Paint(ids, instance, masks.Of(instance)!, id, json);
                segments.Add(new OutputSegment(id, checked((int)instance.Category), instance.IsCrowd));
            }

            maps.Add(image.Key, image.FileName, MapFile(image.FileName, image.Key), ids, segments);
            progress?.Invoke(++done, set.Images.Count);
        }

        maps.Complete();
        return set.Images.Count;
    }

    private static string NameOf(PanopticAnnotation annotation, Dictionary<string, string> names) =>
        names.GetValueOrDefault(annotation.ImageId) ?? Path.ChangeExtension(annotation.FileName, ".jpg");

    // Folders stay, so that images of one name in two folders are kept apart.
    private static string MapFile(string imageFile, string imageId) =>
        imageFile.Length > 0 ? Path.ChangeExtension(imageFile, ".png") : $"{imageId}.png";

    private static void RefuseOneIdTwice(PanopticFile file, string json)
    {
        if (file.Annotations.GroupBy(annotation => annotation.ImageId).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InputException(
                json, $"{twice.Count()} annotations of image {twice.Key}", "one annotation an image", "remove or join the others");
        }
    }

    private static OutputCategory CategoryOf(InstanceCategory category, string json) =>
        category is { Text: null, Id: >= int.MinValue and <= int.MaxValue }
        ? new OutputCategory((int)category.Id, category.Name, true, category.Supercategory, category.Color)
        : throw new InputException(
            $"{json}: $.categories", $"category id {category.Key}", "ids that are whole numbers",
            "number the categories: the panoptic format holds numbers");

    private static void Paint(Plane<int> ids, InstanceObject instance, RunLengthMask runs, int id, string json)
    {
        if (runs.Area == 0)
        {
            throw new InputException(
                $"{json}: $.annotations[{instance.Index}]", $"annotation {instance.Id} without a pixel in its image",
                "objects of one pixel or more", "remove it, or draw it again: the panoptic format cannot hold it");
        }

        var mask = runs.Decode();
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            if (mask.Pixels[i] == 0)
            {
                continue;
            }

            if (ids.Pixels[i] != 0)
            {
                throw new InputException(
                    $"{json}: annotation {instance.Id}", $"pixel ({i % ids.Width}, {i / ids.Width}) of another annotation too",
                    "objects that do not overlap", "decide which is in front: the panoptic format holds one id a pixel");
            }

            ids.Pixels[i] = id;
        }
    }

    private static int WriteThings(Utf8JsonWriter writer, PanopticFile file, PanopticAnnotation annotation, Plane<int> ids, int count)
    {
        var extents = SegmentExtents.Of(ids);
        foreach (var segment in annotation.Segments.Where(s => file.Categories[s.Category].IsThing))
        {
            var (area, box) = extents[segment.Id];
            var mask = RunLengthMask.Of(ids, segment.Id, new PixelRectangle(box[0], box[1], box[0] + box[2], box[1] + box[3]));
            writer.WriteStartObject();
            writer.WriteNumber("id", ++count);
            CocoFields.WriteId(writer, "image_id", annotation.ImageId);
            writer.WriteNumber("category_id", file.Categories[segment.Category].Id);
            CocoFields.WriteExtent(writer, segment.IsCrowd, area, box);
            CocoFields.WriteMask(writer, mask);
            writer.WriteEndObject();
        }

        return count;
    }
}
