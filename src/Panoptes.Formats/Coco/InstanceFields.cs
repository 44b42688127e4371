using Panoptes.Formats.Json;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco;

/// <summary>The fields of an annotation or a detection, as they stand.</summary>
internal struct InstanceFields
{
    public long? Id;
    public InstanceImage? Image;
    public long? Category;
    public double? Score;
    public bool? IsCrowd;
    public bool IsIgnored;
    public double? Area;
    public MaskBox? Box;
    public Segmentation? Segmentation;
    public bool IsPolygons;
    public MaskPlace Place;

    /// <summary>Reads ground truth.</summary>
    /// <param name="json">Stands on the object.</param>
    /// <param name="heads">What it refers to.</param>
    /// <param name="ids">The annotation ids so far.</param>
    /// <param name="masks">Whether segmentations are wanted.</param>
    /// <param name="isParsed">Whether they are read, rather than passed over.</param>
    /// <param name="isKept">Whether masks themselves are wanted of those that are read.</param>
    public void ReadTruth(ref JsonWalker json, InstanceHeads heads, AnnotationIds ids, bool masks, bool isParsed, bool isKept)
    {
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("id"u8))
            {
                Id = ids.Take(ref json);
            }
            else if (json.Name.SequenceEqual("iscrowd"u8))
            {
                IsCrowd = json.Flag();
            }
            else if (json.Name.SequenceEqual("ignore"u8))
            {
                IsIgnored = json.Flag();
            }
            else if (json.Name.SequenceEqual("area"u8))
            {
                Area = json.Number();
            }
            else if (json.Name.SequenceEqual("bbox"u8))
            {
                Box = BoxField.Read(ref json, mayBeEmpty: false);
            }
            else if (json.Name.SequenceEqual("segmentation"u8) && masks)
            {
                ReadSegmentation(ref json, isParsed, isKept);
            }
            else
            {
                ReadReference(ref json, heads, isTruth: true);
            }
        }
    }

    /// <summary>Reads a detection.</summary>
    /// <param name="json">Stands on the object.</param>
    /// <param name="heads">The ground truth that it refers to.</param>
    /// <param name="isKept">Whether its mask itself is wanted.</param>
    public void ReadResult(ref JsonWalker json, InstanceHeads heads, bool isKept)
    {
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("score"u8))
            {
                Score = json.Number();
            }
            else if (json.Name.SequenceEqual("bbox"u8))
            {
                Box = BoxField.Read(ref json, mayBeEmpty: true);
            }
            else if (json.Name.SequenceEqual("segmentation"u8))
            {
                ReadSegmentation(ref json, isParsed: true, isKept);
            }
            else
            {
                ReadReference(ref json, heads, isTruth: false);
            }
        }
    }

    private void ReadReference(ref JsonWalker json, InstanceHeads heads, bool isTruth)
    {
        if (json.Name.SequenceEqual("image_id"u8))
        {
            Image = heads.Image(ref json);
        }
        else if (json.Name.SequenceEqual("category_id"u8))
        {
            Category = heads.Category(ref json, mayBeUnknown: !isTruth);
        }
        else
        {
            json.Skip();
        }
    }

    private void ReadSegmentation(ref JsonWalker json, bool isParsed, bool isKept)
    {
        var begin = json.Begin;
        IsPolygons = json.IsArray;
        if (isParsed)
        {
            Segmentation = Segmentation.Read(ref json, isKept);
        }
        else if (json.IsArray || json.IsObject)
        {
            json.Skip();
        }
        else
        {
            throw json.Wrong("polygons [[x, y, ...], ...] or {\"size\": [h, w], \"counts\": ...}");
        }

        Place = new MaskPlace(begin, checked((int)(json.End - begin)));
    }
}
