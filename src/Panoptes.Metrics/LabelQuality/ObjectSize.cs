namespace Panoptes.Metrics.LabelQuality;

/// <summary>How large an object is in pixels, by COCO's limits.</summary>
public enum ObjectSize
{
    /// <summary>Below 32 x 32 pixels.</summary>
    Small,

    /// <summary>From 32 x 32 to below 96 x 96 pixels.</summary>
    Medium,

    /// <summary>96 x 96 pixels and more.</summary>
    Large,
}

/// <summary>Sizes of areas.</summary>
internal static class ObjectSizes
{
    private const long SmallSide = 32;
    private const long MediumSide = 96;

    /// <summary>The size of an area in pixels.</summary>
    public static ObjectSize Of(long area) =>
        area < SmallSide * SmallSide ? ObjectSize.Small : area < MediumSide * MediumSide ? ObjectSize.Medium : ObjectSize.Large;
}
