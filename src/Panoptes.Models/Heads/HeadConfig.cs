using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Tensors;

namespace Panoptes.Models.Heads;

/// <summary>What every segmentation head is told; each head adds its own.</summary>
public abstract record HeadConfig
{
    /// <summary>Which of the backbone's feature maps it works on; from the end where negative.</summary>
    public int InputLevel { get; init; } = -1;

    /// <summary>Whether it works on all feature maps, resized to the finest and concatenated, instead of on one.</summary>
    public bool ConcatLevels { get; init; }

    /// <summary>Its working width.</summary>
    public int Channels { get; init; } = 512;

    /// <summary>Classes.</summary>
    public int NumClasses { get; init; } = 19;

    /// <summary>Share of channels dropped before the classifier in training, 0 to 1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Whether its bilinear resizing aligns the corner pixels' centers.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>Makes the head for a backbone of these feature maps.</summary>
    public abstract SegmentationHead Build(IReadOnlyList<FeatureLevel> levels);

    /// <summary>Channels of what <see cref="Input"/> makes.</summary>
    /// <param name="levels">The backbone's feature maps.</param>
    public long InputChannels(IReadOnlyList<FeatureLevel> levels) =>
        ConcatLevels ? levels.Sum(level => level.Channels) : levels[InputIndex(levels.Count)].Channels;

    /// <summary>The one feature map, or all of them as one (mmseg's input_transform resize_concat).</summary>
    /// <param name="features">The backbone's feature maps.</param>
    /// <returns>(N, <see cref="InputChannels"/>, h, w): one of the maps itself, or a new tensor.</returns>
    public Tensor Input(IReadOnlyList<Tensor> features) => ConcatLevels
        ? Ops.Cat([.. features.Select(feature => Resize.Like(feature, features[0], AlignCorners))], 1)
        : features[InputIndex(features.Count)];

    /// <summary>Position of the input among <paramref name="count"/> feature maps.</summary>
    internal int InputIndex(int count) => InputLevel < 0 ? count + InputLevel : InputLevel;
}
