namespace Panoptes.Data.Augmentation;

/// <summary>Where a crop may begin along one axis so that it shows a point. Both ends are included.</summary>
/// <param name="Low">The least first row or column.</param>
/// <param name="High">The greatest.</param>
public readonly record struct CropRange(int Low, int High)
{
    /// <summary>The crops that show the pixel that a point lies in.</summary>
    /// <param name="point">The point, from 0 to below <paramref name="length"/>.</param>
    /// <param name="crop">Length of the crop, at most <paramref name="length"/>.</param>
    /// <param name="length">Length of the image.</param>
    public static CropRange Of(double point, int crop, int length)
    {
        var pixel = Math.Clamp((int)Math.Floor(point), 0, length - 1);
        return new CropRange(Math.Max(0, pixel - crop + 1), Math.Min(length - crop, pixel));
    }

    /// <summary>
    /// The range of the code released with intra-batch supervision: ends cut to whole numbers, the lower one a crop that the point may
    /// just miss.
    /// </summary>
    /// <param name="point">The point, halves included.</param>
    /// <param name="crop">Length of the crop.</param>
    /// <param name="length">Length of the image.</param>
    public static CropRange Released(double point, int crop, int length)
    {
        var low = Math.Max(point - crop, 0);
        return new CropRange((int)low, (int)Math.Max(Math.Min(length - crop, point - 1), low));
    }
}
