using Panoptes.Data.Samples;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Targets;

/// <summary>Moves the objects of a sample as its image is moved, as run lengths: no mask is ever decoded.</summary>
public static class InstanceMover
{
    /// <summary>The objects that an image's geometry shows.</summary>
    /// <param name="instances">The objects; their masks may have another resolution than the image, but its aspect ratio.</param>
    /// <param name="geometry">The geometry of the image.</param>
    /// <param name="rules">Which objects are kept.</param>
    /// <param name="layer">What messages call the masks, best their file.</param>
    /// <param name="source">What messages call the image, best its file.</param>
    /// <exception cref="Foundation.InputException">The aspect ratios differ.</exception>
    public static IReadOnlyList<InstanceTarget> Move(
        IReadOnlyList<InstanceMask> instances,
        Geometry geometry,
        TargetRules rules,
        string layer = "the masks",
        string source = "its image")
    {
        ArgumentNullException.ThrowIfNull(instances);
        ArgumentNullException.ThrowIfNull(geometry);
        ArgumentNullException.ThrowIfNull(rules);
        var kept = new List<InstanceTarget>(instances.Count);
        foreach (var instance in instances)
        {
            if (!rules.Keeps(instance.CategoryTrainId, instance.IsCrowd))
            {
                continue;
            }

            var map = geometry.ForSource(instance.Mask.Width, instance.Mask.Height, layer, source);
            var box = Move(instance.Mask.Box, map);
            if (box.Width <= 0 || box.Height <= 0 || box.Area <= rules.InstanceBoxAreaAbove)
            {
                continue;
            }

            var mask = Resampler.Mask(instance.Mask, map);
            if (mask.Area > 0)
            {
                kept.Add(new InstanceTarget(instance.Id, instance.CategoryTrainId, instance.IsCrowd, mask, box));
            }
        }

        return kept;
    }

    /// <summary>A box where the geometry takes it, cut at the edges of what shows the image.</summary>
    internal static MaskBox Move(MaskBox box, Geometry geometry)
    {
        var (x0, y0) = geometry.ToOutput(box.X, box.Y);
        var (x1, y1) = geometry.ToOutput(box.X + box.Width, box.Y + box.Height);
        var content = geometry.Content;
        var (left, right) = (Math.Max(Math.Min(x0, x1), content.Left), Math.Min(Math.Max(x0, x1), content.Right));
        var (top, bottom) = (Math.Max(Math.Min(y0, y1), content.Top), Math.Min(Math.Max(y0, y1), content.Bottom));
        return new MaskBox(left, top, right - left, bottom - top);
    }
}
