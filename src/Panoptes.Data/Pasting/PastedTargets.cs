using Panoptes.Data.Targets;
using Panoptes.Imaging.Masks;

namespace Panoptes.Data.Pasting;

/// <summary>What is known of a sample after objects were pasted into it: what they cover is taken from everything else.</summary>
internal static class PastedTargets
{
    /// <summary>Paints objects over a sample, one after the other, and lists its segments.</summary>
    /// <param name="canvas">The sample's pixels.</param>
    /// <param name="table">Its segments; null where the batch has none.</param>
    /// <param name="placed">The objects.</param>
    /// <param name="rules">Which segments are kept of those that were covered in part, and of the objects themselves.</param>
    public static IReadOnlyList<SegmentTarget>? Paint(
        SampleCanvas canvas, IReadOnlyList<SegmentTarget>? table, List<PlacedObject> placed, TargetRules rules)
    {
        var before = table?.Count ?? 0;
        var areas = new long[before + placed.Count + 1];
        for (var place = 1; place <= before; place++)
        {
            areas[place] = table![place - 1].Area;
        }

        for (var k = 0; k < placed.Count; k++)
        {
            canvas.Paint(placed[k], before + k + 1, areas);
        }

        return table is null ? null : Kept(canvas.Ids, table, placed, areas, Math.Max(1, rules.MinSegmentPixels));
    }

    /// <summary>The objects of a sample: what is left of its own, with boxes anew where they were covered, and the pasted ones.</summary>
    /// <param name="instances">Its own.</param>
    /// <param name="placed">The pasted ones.</param>
    /// <param name="rules">Which are kept of those that changed.</param>
    public static IReadOnlyList<InstanceTarget> Cover(
        IReadOnlyList<InstanceTarget> instances, List<PlacedObject> placed, TargetRules rules)
    {
        var pasted = new List<InstanceTarget>(placed.Count);
        RunLengthMask? cover = null;
        for (var k = placed.Count - 1; k >= 0; k--)
        {
            var mask = placed[k].Info.Mask;
            var seen = cover is null ? mask : mask.Without(cover);
            pasted.Add(new InstanceTarget(0, placed[k].Info.TrainId, false, seen, seen.Box));
            cover = cover is null ? mask : RunLengthMask.Merge([cover, mask]);
        }

        pasted.Reverse();
        return cover is null
            ? instances
            : [.. instances.Select(instance => Left(instance, cover)).Where(IsKept), .. pasted.Where(IsKept)];

        bool IsKept(InstanceTarget instance) => instance.Mask.Area > 0 && instance.Box.Area > rules.InstanceBoxAreaAbove;
    }

    private static InstanceTarget Left(InstanceTarget instance, RunLengthMask cover)
    {
        if (instance.Mask.Box.IoU(cover.Box) == 0)
        {
            return instance;
        }

        var left = instance.Mask.Without(cover);
        return left.Area == instance.Mask.Area ? instance : instance with { Mask = left, Box = left.Box };
    }

    private static List<SegmentTarget> Kept(
        Span<int> ids, IReadOnlyList<SegmentTarget> table, List<PlacedObject> placed, long[] areas, int least)
    {
        var kept = new List<SegmentTarget>(areas.Length - 1);
        var places = new int[areas.Length];
        for (var place = 1; place < areas.Length; place++)
        {
            var segment = place <= table.Count ? table[place - 1] : null;
            if (areas[place] >= least || areas[place] == segment?.Area)
            {
                places[place] = kept.Count + 1;
                var known = segment ?? new SegmentTarget(0, 0, placed[place - table.Count - 1].Info.TrainId, true, false, 0);
                kept.Add(known with { Id = kept.Count + 1, Area = areas[place] });
            }
        }

        if (kept.Count < areas.Length - 1)
        {
            SegmentMover.Rename(ids, places);
        }

        return kept;
    }
}
