using System.Text.Json;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco.Writing;

/// <summary>The fields and lists that COCO's files share, as they are written.</summary>
internal static class CocoFields
{
    /// <summary>An id: numbers stay numbers, as COCO has them.</summary>
    public static void WriteId(Utf8JsonWriter writer, string name, string id)
    {
        if (CocoIds.NumberOf(id) is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteString(name, id);
        }
    }

    /// <summary>What segments and instances share: iscrowd, area, bbox.</summary>
    public static void WriteExtent(Utf8JsonWriter writer, bool isCrowd, long area, int[] box)
    {
        writer.WriteNumber("iscrowd", isCrowd ? 1 : 0);
        writer.WriteNumber("area", area);
        writer.WriteStartArray("bbox");
        foreach (var value in box)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>A mask as compressed run lengths.</summary>
    public static void WriteMask(Utf8JsonWriter writer, RunLengthMask mask)
    {
        writer.WriteStartObject("segmentation");
        writer.WriteStartArray("size");
        writer.WriteNumberValue(mask.Height);
        writer.WriteNumberValue(mask.Width);
        writer.WriteEndArray();
        writer.WriteString("counts", mask.ToCompressed());
        writer.WriteEndObject();
    }

    /// <summary>The list of images.</summary>
    public static void WriteImages(Utf8JsonWriter writer, IEnumerable<OutputImage> images)
    {
        writer.WriteStartArray("images");
        foreach (var image in images)
        {
            writer.WriteStartObject();
            WriteId(writer, "id", image.Id);
            writer.WriteString("file_name", image.FileName);
            writer.WriteNumber("width", image.Width);
            writer.WriteNumber("height", image.Height);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The list of categories.</summary>
    public static void WriteCategories(Utf8JsonWriter writer, IEnumerable<OutputCategory> categories, bool withIsThing)
    {
        writer.WriteStartArray("categories");
        foreach (var category in categories)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", category.Id);
            writer.WriteString("name", category.Name);
            if (withIsThing)
            {
                writer.WriteNumber("isthing", category.IsThing ? 1 : 0);
            }

            if (category.Supercategory is { } group)
            {
                writer.WriteString("supercategory", group);
            }

            if (category.Color is { } color)
            {
                writer.WriteStartArray("color");
                writer.WriteNumberValue(color.R);
                writer.WriteNumberValue(color.G);
                writer.WriteNumberValue(color.B);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
