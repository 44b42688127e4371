using System.Text.Json.Nodes;
using Panoptes.Data.Classes;
using Panoptes.Data.Samples;

namespace Panoptes.Data.Readers;

/// <summary>COCO panoptic JSON as it is written.</summary>
internal static class PanopticJson
{
    /// <summary>The list of categories: one a trained class, its id the train id plus one, as COCO's ids begin at 1.</summary>
    public static JsonArray Categories(ClassTable classes) =>
        new([.. Enumerable.Range(0, classes.Count).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = CategoryId(i),
            ["name"] = classes.Names[i],
            ["isthing"] = classes[i].IsThing ? 1 : 0,
            ["color"] = new JsonArray(classes.Palette[i].R, classes.Palette[i].G, classes.Palette[i].B),
            ["supercategory"] = classes.Names[i],
        })]);

    /// <summary>The table of an image's segments.</summary>
    public static JsonArray SegmentsInfo(SegmentMap map, ClassTable classes)
    {
        var boxes = Boxes(map);
        return new JsonArray([.. map.Segments.Where(s => s.CategoryTrainId != classes.VoidTrainId).Select(s => (JsonNode)new JsonObject
        {
            ["id"] = s.Id,
            ["category_id"] = CategoryId(s.CategoryTrainId),
            ["iscrowd"] = s.IsCrowd ? 1 : 0,
            ["area"] = s.Area,
            ["bbox"] = new JsonArray(
                boxes[s.Id].X, boxes[s.Id].Y, boxes[s.Id].Right - boxes[s.Id].X + 1, boxes[s.Id].Bottom - boxes[s.Id].Y + 1),
        })]);
    }

    private static int CategoryId(int trainId) => trainId + 1;

    private static Dictionary<int, (int X, int Y, int Right, int Bottom)> Boxes(SegmentMap map)
    {
        var boxes = map.Segments.ToDictionary(s => s.Id, _ => (X: int.MaxValue, Y: int.MaxValue, Right: -1, Bottom: -1));
        for (var y = 0; y < map.Ids.Height; y++)
        {
            var row = map.Ids.Row(y);
            for (var x = 0; x < row.Length;)
            {
                var start = x;
                while (x < row.Length && row[x] == row[start])
                {
                    x++;
                }

                if (boxes.TryGetValue(row[start], out var box))
                {
                    boxes[row[start]] = (Math.Min(box.X, start), Math.Min(box.Y, y), Math.Max(box.Right, x - 1), y);
                }
            }
        }

        return boxes;
    }
}
