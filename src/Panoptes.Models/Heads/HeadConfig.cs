using Panoptes.Models.Backbones;

namespace Panoptes.Models.Heads;

/// <summary>What every segmentation head is told; each head adds its own.</summary>
public abstract record HeadConfig
{
    /// <summary>Which of the backbone's feature maps it works on; from the end where negative.</summary>
    public int InputLevel { get; init; } = -1;

    /// <summary>Its working width.</summary>
    public int Channels { get; init; } = 512;

    /// <summary>Classes.</summary>
    public int NumClasses { get; init; } = 19;

    /// <summary>Share of channels dropped before the classifier in training, 0 to 1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Whether its bilinear resizing aligns the corner pixels' centres.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>Makes the head for a backbone of these feature maps.</summary>
    public abstract SegmentationHead Build(IReadOnlyList<FeatureLevel> levels);

    /// <summary>The same head with what a model's configuration says about every head.</summary>
    internal HeadConfig With(ModelConfig config, int channels) => this with
    {
        Channels = channels,
        NumClasses = config.Classes,
        Dropout = config.Dropout,
        AlignCorners = config.AlignCorners,
    };

    /// <summary>Position of the input among <paramref name="count"/> feature maps.</summary>
    internal int InputIndex(int count) => InputLevel < 0 ? count + InputLevel : InputLevel;
}
