using Panoptes.Imaging.Masks;

namespace Panoptes.Imaging.Predictions;

/// <summary>Objects that were found in an image; they may overlap.</summary>
/// <param name="Width">Width of the image and of every mask in pixels.</param>
/// <param name="Height">Height of the image and of every mask in pixels.</param>
/// <param name="Instances">The objects, the surest first.</param>
public sealed record InstancePrediction(int Width, int Height, IReadOnlyList<PredictedInstance> Instances)
{
    /// <summary>Stands where no object is, in <see cref="ClassMap"/>.</summary>
    public const ushort NoClass = ushort.MaxValue;

    /// <summary>The class of every pixel, of several objects the surest one's.</summary>
    /// <param name="leastScore">Objects with a smaller score are left out.</param>
    public Plane<ushort> ClassMap(double leastScore)
    {
        var map = new Plane<ushort>(Width, Height);
        map.Pixels.AsSpan().Fill(NoClass);
        foreach (var one in Instances.Where(one => one.Score >= leastScore).Reverse())
        {
            one.Mask.Paint(map, (ushort)one.Class);
        }

        return map;
    }
}

/// <summary>One object that was found.</summary>
/// <param name="Class">Its class's train id.</param>
/// <param name="Score">How sure the network is of class and mask, 0 to 1.</param>
/// <param name="Mask">Its pixels; never empty.</param>
public sealed record PredictedInstance(int Class, double Score, RunLengthMask Mask)
{
    /// <summary>The box round its pixels.</summary>
    public MaskBox Box => Mask.Box;
}
