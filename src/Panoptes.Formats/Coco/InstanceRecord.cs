using Panoptes.Formats.Json;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco;

/// <summary>Makes objects of the records of instance files.</summary>
internal static class InstanceRecord
{
    public static InstanceObject ReadTruth(
        ref JsonWalker json, InstanceHeads heads, AnnotationIds ids, InstanceReading reading, bool isHeld)
    {
        var index = json.Index;
        var fields = new InstanceFields();
        fields.ReadTruth(ref json, heads, ids, reading.Masks, isParsed: isHeld || !reading.IsLabels, isKept: isHeld);
        MaskExtent? extent = null;
        var read = new InstanceObject
        {
            Id = fields.Id ?? throw json.Bad("no key \"id\"", "the annotation's id"),
            Image = (fields.Image ?? throw json.Bad("no key \"image_id\"", "the image's id")).Id,
            Category = fields.Category ?? throw json.Bad("no key \"category_id\"", "the object's category"),
            IsCrowd = fields.IsCrowd ?? (reading.IsLabels ? false : throw json.Bad("no key \"iscrowd\"", "0 or 1")),
            IsIgnored = fields.IsIgnored,
            Area = fields.Area ?? (reading.IsLabels ? double.NaN : throw json.Bad("no key \"area\"", "the object's area in pixels")),
            Box = fields.Box ?? (reading.Masks ? default : throw json.Bad("no key \"bbox\"", "[x, y, width, height]")),
            Mask = reading.Masks ? MaskOf(ref json, fields, reading, isHeld, ref extent) : null,
            Extent = extent,
            Place = isHeld ? default : fields.Place,
            Index = index,
        };
        if (reading.IsCheck)
        {
            Check(ref json, fields, reading.Report!);
        }

        return read;
    }

    public static InstanceObject ReadResult(ref JsonWalker json, InstanceHeads heads, long place, bool masks, bool isHeld, ref bool? boxed)
    {
        var fields = new InstanceFields();
        fields.ReadResult(ref json, heads, isKept: isHeld);
        var image = fields.Image ?? throw json.Bad("no key \"image_id\"", "the image's id");
        boxed ??= fields.Box is not null;
        if (boxed.Value && fields.Box is null)
        {
            throw json.Bad("no key \"bbox\"", "a box in every entry, as in the first");
        }

        if (!boxed.Value && fields.Segmentation is null)
        {
            throw json.Bad("no key \"segmentation\"", "run lengths in every entry, as there are no boxes");
        }

        var segmentation = masks || fields.Box is null ? fields.Segmentation : null;
        var mask = isHeld ? segmentation?.ToMask(ref json, image) : null;
        var extent = mask?.Extent ?? segmentation?.ToExtent(ref json, image);
        var box = fields.Box ?? extent!.Value.Box;
        if (masks && extent is null)
        {
            mask = image.Height > 0
                ? PolygonRasterizer.Fill(box, image.Height, image.Width, json.Where)
                : throw json.Bad("a box in an image without a size", "\"height\" and \"width\" in the ground truth's \"images\"");
        }

        return new InstanceObject
        {
            Id = place,
            Image = image.Id,
            Category = fields.Category ?? throw json.Bad("no key \"category_id\"", "the detection's category"),
            Score = fields.Score ?? throw json.Bad("no key \"score\"", "the detection's confidence"),
            Area = boxed.Value ? box.Area : extent!.Value.Area,
            Box = box,
            Mask = isHeld ? mask : null,
            Extent = extent,
            Place = !isHeld && (masks || fields.Box is null) ? fields.Place : default,
            Index = (int)place - 1,
        };
    }

    private static RunLengthMask? MaskOf(
        ref JsonWalker json, InstanceFields fields, InstanceReading reading, bool isHeld, ref MaskExtent? extent)
    {
        if (fields.Place.Length == 0)
        {
            throw json.Bad("no key \"segmentation\"", "polygons or run lengths");
        }

        if (isHeld)
        {
            return fields.Segmentation!.ToMask(ref json, fields.Image!);
        }

        extent = reading.IsLabels ? null : fields.Segmentation!.Check(ref json, fields.Image!);
        return null;
    }

    // What training can do without or does not look at, but scoring and converting do.
    private static void Check(ref JsonWalker json, InstanceFields fields, Action<InputException> report)
    {
        var missing = fields.IsCrowd is null ? "iscrowd" : fields.Area is null ? "area" : fields.Box is null ? "bbox" : null;
        if (missing is not null)
        {
            report(json.Bad(
                $"no key \"{missing}\"", "id, image_id, category_id, segmentation, area, bbox and iscrowd", $"add \"{missing}\""));
        }

        if (fields.Id == 0)
        {
            report(new InputException(
                $"{json.Where}.id", "annotation id 0", "ids from 1",
                "number annotations from 1: pycocotools takes a match with id 0 for no match"));
        }

        if (fields is { IsCrowd: true, IsPolygons: true })
        {
            report(new InputException(
                $"{json.Where}.segmentation", "polygons of a crowd", "run lengths for a crowd",
                "encode the crowd as run lengths, or set iscrowd to 0"));
        }
    }
}
