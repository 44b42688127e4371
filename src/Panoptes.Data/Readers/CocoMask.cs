using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;

namespace Panoptes.Data;

/// <summary>Reads the mask of a COCO annotation in any of its three forms.</summary>
internal static class CocoMask
{
    /// <summary>Reads an annotation.</summary>
    /// <exception cref="InputException">A key is missing or wrong, or the mask does not fit the image; with its JSON path.</exception>
    public static InstanceMask Read(JsonAt annotation, CocoCategories categories, int width, int height)
    {
        var segmentation = annotation.Get("segmentation");
        var mask = segmentation.Element.ValueKind switch
        {
            JsonValueKind.Array => Polygons(segmentation, width, height),
            JsonValueKind.Object => Runs(segmentation, width, height),
            _ => throw segmentation.Wrong("polygons [[x, y, ...], ...] or {\"size\": [h, w], \"counts\": ...}"),
        };
        return new InstanceMask(
            annotation.Get("id").Integer(), categories[annotation.Get("category_id")].TrainId, annotation.Find("iscrowd")?.Flag() ?? false, mask);
    }

    private static RunLengthMask Polygons(JsonAt segmentation, int width, int height)
    {
        var parts = segmentation.Items().Select(part =>
        {
            var xy = part.Items().Select(v => v.Number()).ToArray();
            return xy.Length >= 6 && xy.Length % 2 == 0 ? xy : throw part.Wrong("x, y of 3 corners or more", "remove the part, or complete it");
        }).ToArray();
        return parts.Length > 0
            ? PolygonRasterizer.Fill(parts, height, width, $"{segmentation.File} {segmentation.Path}")
            : throw segmentation.Wrong("at least one polygon", "remove the annotation");
    }

    private static RunLengthMask Runs(JsonAt segmentation, int width, int height)
    {
        var size = segmentation.Get("size").Items().Select(v => v.Integer(1, 1 << 20)).ToArray();
        if (size.Length != 2 || size[0] != height || size[1] != width)
        {
            throw segmentation.Get("size").Wrong($"[{height}, {width}], the image's height and width");
        }

        var counts = segmentation.Get("counts");
        var source = $"{counts.File} {counts.Path}";
        return counts.Element.ValueKind == JsonValueKind.String
            ? RunLengthMask.FromCompressed(height, width, counts.Text(), source)
            : RunLengthMask.FromCounts(height, width, counts.Items().Select(c => (uint)c.Integer(0, uint.MaxValue)).ToArray(), source);
    }
}
