namespace Panoptes.Models.Catalog;

/// <summary>What recipes and advice need to know of a model's architecture.</summary>
public sealed record ModelTraits
{
    /// <summary>Models with one recipe are of one group; empty where none is known.</summary>
    public string Group { get; init; } = "";

    /// <summary>Kind of backbone, for people.</summary>
    public string Backbone { get; init; } = "";

    /// <summary>Whether the backbone is one that is trained with AdamW: a transformer, or a convolutional network of that design.</summary>
    public bool IsTransformerLike { get; init; }

    /// <summary>Whether the trained part normalizes over the batch.</summary>
    public bool HasBatchNorm { get; init; }

    /// <summary>Whether the network puts out a set of masks with classes, which is trained by a recipe of its own.</summary>
    public bool PredictsMasks { get; init; }

    /// <summary>The only height and width of images that the network takes; null where it takes every size.</summary>
    public (int Height, int Width)? ImageSize { get; init; }

    /// <summary>Factor on the learning rate of the head in the published recipe.</summary>
    public double HeadRate { get; init; } = 1;

    /// <summary>
    /// The setting that would say from which random bases the head starts in evaluation, where it is not set; null where results do not
    /// depend on such bases, or they are named.
    /// </summary>
    public string? OpenSeed { get; init; }

    /// <summary>Side lengths that the head pools the last feature map to.</summary>
    public IReadOnlyList<int> PooledSides { get; init; } = [];

    /// <summary>Dilations of the head's convolutions on the last feature map.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [];

    /// <summary>Image pixels per pixel of the feature map that the head pools or dilates.</summary>
    public int Stride { get; init; } = 32;
}
