using System.Globalization;
using Panoptes.Formats.Coco;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;

namespace Panoptes.Data.AnnotationChecks;

/// <summary>Checks the objects of one image against their masks.</summary>
internal static class InstanceCheck
{
    // Areas are those of polygons or of pixels, which differ by about the outline. COCO's own crowds are off by more; theirs decide
    // nothing.
    private const double AreaRatio = 1.25;
    private const double CrowdRatio = 3;

    /// <summary>What is wrong: one problem an object at most.</summary>
    /// <param name="set">The file, read for a check.</param>
    /// <param name="image">The image.</param>
    /// <param name="objects">Its objects.</param>
    public static IEnumerable<InputException> Run(InstanceSet set, InstanceImage image, IReadOnlyList<InstanceObject> objects)
    {
        if (image.Height == 0)
        {
            return [];
        }

        using var masks = new InstanceMasks(set);
        return [.. objects.Select(o => Problem(set, image, o, masks)).OfType<InputException>()];
    }

    private static InputException? Problem(InstanceSet set, InstanceImage image, InstanceObject instance, InstanceMasks masks)
    {
        var where = $"{set.Source}: $.annotations[{instance.Index}]";
        RunLengthMask mask;
        try
        {
            mask = masks.Of(instance)!;
        }
        catch (InputException problem)
        {
            return problem;
        }

        if (mask.Area == 0)
        {
            return new InputException(
                $"{where}.segmentation", $"annotation {instance.Id} without a pixel in its image", "an object of one pixel or more",
                "remove the annotation, or draw it again");
        }

        if (BoxCheck.Outside(instance.Box, image.Width, image.Height))
        {
            return BoxCheck.Problem($"{where}.bbox", instance.Box, image.Width, image.Height);
        }

        var ratio = instance.IsCrowd ? CrowdRatio : AreaRatio;
        var outline = mask.Box.Width + mask.Box.Height + 4;
        if (instance.Area > (ratio * mask.Area) + outline || (ratio * instance.Area) + outline < mask.Area)
        {
            return new InputException(
                $"{where}.area", instance.Area.ToString(CultureInfo.InvariantCulture), $"about {mask.Area}, the pixels of its mask",
                "write the mask's area: it decides between small, medium and large");
        }

        return instance.HasBox && !BoxCheck.Fits(instance.Box, mask.Box)
            ? new InputException(
                $"{where}.bbox", BoxCheck.Text(instance.Box), $"about {BoxCheck.Text(mask.Box)}, the box of its mask",
                "write the mask's box")
            : null;
    }
}
