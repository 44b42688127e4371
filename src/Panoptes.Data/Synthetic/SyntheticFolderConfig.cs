namespace Panoptes.Data.Synthetic;

/// <summary>What a folder of synthetic scenes is made of.</summary>
public sealed record SyntheticFolderConfig
{
    /// <summary>Images in all splits together.</summary>
    public int Images { get; init; } = 200;

    /// <summary>Height of an image in pixels.</summary>
    public int Height { get; init; } = 512;

    /// <summary>Width of an image in pixels.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>Seed of the family of scenes.</summary>
    public long Seed { get; init; }

    /// <summary>What is on the street.</summary>
    public SceneTraffic Traffic { get; init; }

    /// <summary>Share of the images that goes to val, and again to test; the rest is train.</summary>
    public double HeldOut { get; init; } = 0.15;

    /// <summary>Whether images are PNG; JPEG of quality 95 otherwise.</summary>
    public bool Png { get; init; }
}
