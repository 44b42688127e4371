using Panoptes.Foundation;

namespace Panoptes.Models.Backbones;

/// <summary>Which residual network.</summary>
public sealed record ResNetConfig
{
    /// <summary>Layers: 18, 34 (basic blocks), 50, 101 or 152 (bottlenecks).</summary>
    public int Depth { get; init; } = 50;

    /// <summary>Three 3x3 convolutions instead of one of 7x7 ("V1c").</summary>
    public bool DeepStem { get; init; }

    /// <summary>Step of each of the four stages.</summary>
    public IReadOnlyList<int> Strides { get; init; } = [1, 2, 2, 2];

    /// <summary>Dilation of each of the four stages.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [1, 1, 1, 1];

    /// <summary>Whether the first block of a dilated stage has half the dilation.</summary>
    public bool ContractDilation { get; init; } = true;

    /// <summary>Classes of the classifier on top (<c>fc</c>); null leaves it out.</summary>
    public int? NumClasses { get; init; }

    /// <summary>Blocks of each stage.</summary>
    public IReadOnlyList<int> Blocks => Depth switch
    {
        18 => [2, 2, 2, 2],
        34 or 50 => [3, 4, 6, 3],
        101 => [3, 4, 23, 3],
        152 => [3, 8, 36, 3],
        _ => throw new InputException("ResNet depth", $"{Depth}", "18, 34, 50, 101 or 152", "choose one of these"),
    };

    /// <summary>The same network with another output stride: later stages are dilated instead of strided.</summary>
    /// <param name="stride">8, 16 or 32.</param>
    public ResNetConfig WithOutputStride(int stride) => stride switch
    {
        8 => this with { Strides = [1, 2, 1, 1], Dilations = [1, 1, 2, 4] },
        16 => this with { Strides = [1, 2, 2, 1], Dilations = [1, 1, 1, 2] },
        32 => this with { Strides = [1, 2, 2, 2], Dilations = [1, 1, 1, 1] },
        _ => throw new InputException("model.output_stride", $"{stride}", "8, 16 or 32", "choose one of these"),
    };
}
