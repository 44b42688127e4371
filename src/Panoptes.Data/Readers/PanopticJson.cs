using System.Text.Json.Nodes;
using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;

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
        var boxes = SegmentBoxes.Of(map.Ids, map.Segments.Select(segment => segment.Id));
        return new JsonArray([.. map.Segments.Where(s => s.CategoryTrainId != classes.VoidTrainId).Select(s => (JsonNode)new JsonObject
        {
            ["id"] = s.Id,
            ["category_id"] = CategoryId(s.CategoryTrainId),
            ["iscrowd"] = s.IsCrowd ? 1 : 0,
            ["area"] = s.Area,
            ["bbox"] = new JsonArray(boxes[s.Id].Left, boxes[s.Id].Top, boxes[s.Id].Width, boxes[s.Id].Height),
        })]);
    }

    private static int CategoryId(int trainId) => trainId + 1;
}
