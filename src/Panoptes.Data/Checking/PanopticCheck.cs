using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data;

/// <summary>Checks one panoptic annotation against its PNG.</summary>
internal static class PanopticCheck
{
    /// <summary>What is wrong: one problem a segment at most.</summary>
    /// <param name="annotation">The JSON record.</param>
    /// <param name="categories">The categories of the file.</param>
    /// <param name="ids">The PNG's ids.</param>
    public static IEnumerable<InputException> Run(JsonAt annotation, CocoCategories categories, Plane<int> ids)
    {
        var areas = new Dictionary<int, long>();
        foreach (var id in ids.Pixels)
        {
            areas[id] = areas.GetValueOrDefault(id) + 1;
        }

        foreach (var item in annotation.Get("segments_info").Items())
        {
            if (Problem(item, categories, areas, ids) is { } problem)
            {
                yield return problem;
            }
        }
    }

    private static InputException? Problem(JsonAt item, CocoCategories categories, Dictionary<int, long> areas, Plane<int> ids)
    {
        try
        {
            var id = item.Get("id");
            _ = categories[item.Get("category_id")];
            _ = item.Get("iscrowd").Flag();
            if (!areas.TryGetValue((int)id.Integer(1, 0xFFFFFF), out var area))
            {
                return id.Wrong("an id that the PNG holds", "remove the segment, or write the PNG as R + 256 G + 65536 B");
            }

            if (item.Find("area") is { } stated && stated.Integer() != area)
            {
                return stated.Wrong($"{area}, the pixels with id {id.Integer()} in the PNG", $"write {area}");
            }

            return item.Find("bbox") is { } box ? BoxCheck.Problem(box, ids.Width, ids.Height) : null;
        }
        catch (InputException problem)
        {
            return problem;
        }
    }
}
