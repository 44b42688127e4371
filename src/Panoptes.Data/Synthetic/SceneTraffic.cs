namespace Panoptes.Data.Synthetic;

/// <summary>What stands and drives on a synthetic street.</summary>
public enum SceneTraffic
{
    /// <summary>A few of everything: trees, poles, up to ten cars, up to nine people.</summary>
    Usual,

    /// <summary>
    /// Lanes full of cars, one behind another and side by side, in two paints a scene, and little else: objects that only their place tells
    /// apart, as intra-batch supervision is about.
    /// </summary>
    Dense,
}
