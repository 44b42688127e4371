using Panoptes.Data.Loading;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Training.Matching;

/// <summary>Where the segments of a batch lie.</summary>
internal static class SegmentRectangles
{
    /// <summary>The tightest rectangle round each segment of an image, in the order of its table; empty where it has no pixel.</summary>
    public static PixelRectangle[] Of(Batch batch, int image)
    {
        var ids = batch.Targets.Segments!.Ids;
        var (height, width) = ((int)ids.Size(1), (int)ids.Size(2));
        var all = ids.Data<int>().Slice(image * height * width, height * width);
        // Ids are places in the table, counted from 1.
        var places = Enumerable.Range(1, batch.Targets.Segments.Tables[image].Count);
        var boxes = SegmentBoxes.Of(all, width, places);
        return [.. places.Select(place => boxes[place])];
    }
}
