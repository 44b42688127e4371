using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Instances;

/// <summary>Numbers instances.</summary>
public static class RegionOrder
{
    /// <summary>A map of instances, from 1 by descending area; equal ones by class, then by first pixel.</summary>
    /// <param name="regions">The instances; none shares a pixel with another.</param>
    /// <param name="width">Width of the map.</param>
    /// <param name="height">Height of the map.</param>
    /// <exception cref="InputException">There are more than 65535.</exception>
    public static Plane<ushort> Number(IEnumerable<FoundRegion> regions, int width, int height)
    {
        var map = new Plane<ushort>(width, height);
        var ordered = regions.OrderByDescending(region => region.Pixels.Count).ThenBy(region => region.Class)
            .ThenBy(region => region.Pixels[0]).ToArray();
        if (ordered.Length > ushort.MaxValue)
        {
            throw new InputException(
                "instances", $"{ordered.Length} in one image", $"at most {ushort.MaxValue}", "raise the smallest area of an instance");
        }

        for (var i = 0; i < ordered.Length; i++)
        {
            foreach (var pixel in ordered[i].Pixels)
            {
                map.Pixels[pixel] = (ushort)(i + 1);
            }
        }

        return map;
    }
}
