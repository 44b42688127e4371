using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Pyramid;

/// <summary>
/// Feature pyramid network (Lin et al. 2017) over a backbone's maps at strides 4 to 32: what is coarse is added to what is fine, and up
/// to two more maps follow at strides 64 and 128, convolved or, for detectors, every other pixel of the one before. Names are
/// detectron2's: <c>bottom_up</c>, <c>fpn_lateral2..5</c>, <c>fpn_output2..5</c>, <c>top_block.p6</c>,
/// <c>top_block.p7</c> (detectron2/modeling/backbone/fpn.py).
/// </summary>
public sealed class FeaturePyramid : Backbone
{
    /// <summary>Maps that stand on the backbone's own, at strides 4 to 32.</summary>
    public const int BottomLevels = 4;

    private const string BottomUpName = "bottom_up.";
    private const int Finest = 2;

    private readonly Conv2d[] laterals = new Conv2d[BottomLevels];
    private readonly Conv2d[] outputs = new Conv2d[BottomLevels];
    private readonly TopBlock? top;
    private readonly bool pooled;

    /// <summary>Makes a pyramid.</summary>
    /// <param name="bottomUp">What makes maps at strides 4, 8, 16 and 32.</param>
    /// <param name="width">Channels of every map.</param>
    /// <param name="coarser">Maps above them, 0 to 2.</param>
    /// <param name="pooled">Whether those are every other pixel of the one before (LastLevelMaxPool), and not convolved.</param>
    /// <param name="norm">What normalizes the pyramid's own convolutions, which have a bias where nothing does.</param>
    /// <exception cref="InputException">The backbone has other strides.</exception>
    public FeaturePyramid(Backbone bottomUp, int width, int coarser, bool pooled = false, NormKind? norm = null)
    {
        ArgumentNullException.ThrowIfNull(bottomUp);
        ArgumentOutOfRangeException.ThrowIfNegative(coarser);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(coarser, 2);
        if (!bottomUp.Levels.Select(level => level.Stride).SequenceEqual([4, 8, 16, 32]))
        {
            throw new InputException(
                "the feature pyramid's backbone",
                $"feature maps of strides {string.Join(", ", bottomUp.Levels.Select(level => level.Stride))}", "4, 8, 16 and 32",
                "choose another backbone or output stride");
        }

        for (var k = 0; k < BottomLevels; k++)
        {
            var number = (Finest + k).ToString(CultureInfo.InvariantCulture);
            laterals[k] = Child($"fpn_lateral{number}", Convolution(bottomUp.Levels[k].Channels, width, kernel: 1, norm));
            outputs[k] = Child($"fpn_output{number}", Convolution(width, width, kernel: 3, norm));
        }

        this.pooled = pooled;
        top = coarser > 0 && !pooled ? Child("top_block", new TopBlock(width, coarser)) : null;
        BottomUp = Child("bottom_up", bottomUp);
        Levels = [.. Enumerable.Range(Finest, BottomLevels + coarser).Select(level => new FeatureLevel(width, 1 << level))];
    }

    /// <summary>What makes the maps below.</summary>
    public Backbone BottomUp { get; }

    /// <summary>Its maps, from p2 at stride 4 to p7 at stride 128 or as many as there are.</summary>
    public override IReadOnlyList<FeatureLevel> Levels { get; }

    /// <summary>Keeps the backbone below as it is: the pyramid itself learns with the heads.</summary>
    public override void Freeze() => BottomUp.Freeze();

    /// <inheritdoc/>
    public override Tensor[] Forward(Tensor images)
    {
        using var scope = TensorScope.Open();
        BottomUp.ActivationCheckpointing = ActivationCheckpointing;
        var below = BottomUp.Extract(images);
        var maps = new Tensor[Levels.Count];
        Tensor? coarser = null;
        for (var k = BottomLevels - 1; k >= 0; k--)
        {
            var lateral = laterals[k].Forward(below[k]);
            coarser = coarser is null
                ? lateral
                : lateral.AddInPlace(coarser.UpsampleNearest2d([lateral.Size(2), lateral.Size(3)]));
            maps[k] = outputs[k].Forward(coarser);
        }

        top?.Forward(maps[BottomLevels - 1]).CopyTo(maps, BottomLevels);
        for (var k = BottomLevels; k < maps.Length && pooled; k++)
        {
            maps[k] = maps[k - 1].MaxPool2d([1, 1], [2, 2], [0, 0], [1, 1], false);
        }

        return scope.Return(maps);
    }

    /// <summary>ImageNet's weights fill what is below alone.</summary>
    internal override bool MayLack(string name) =>
        !name.StartsWith(BottomUpName, StringComparison.Ordinal) || BottomUp.MayLack(name[BottomUpName.Length..]);

    private static Conv2d Convolution(long inputs, long outputs, int kernel, NormKind? norm) => FilledLayer.Xavier(norm is { } kind
        ? new ConvNorm(inputs, outputs, kernel, NormLayer.Of(kind, outputs))
        : new Conv2d(inputs, outputs, kernel, padding: kernel / 2));

    /// <summary>One or two convolutions of step 2 above the coarsest map (detectron2, LastLevelP6P7).</summary>
    private sealed class TopBlock : Module
    {
        private readonly Conv2d p6;
        private readonly Conv2d? p7;

        public TopBlock(long width, int maps)
        {
            p6 = Child("p6", FilledLayer.Xavier(new Conv2d(width, width, kernel: 3, stride: 2, padding: 1)));
            p7 = maps > 1 ? Child("p7", FilledLayer.Xavier(new Conv2d(width, width, kernel: 3, stride: 2, padding: 1))) : null;
        }

        public Tensor[] Forward(Tensor p5)
        {
            var coarse = p6.Forward(p5);
            return p7 is null ? [coarse] : [coarse, p7.Forward(coarse.Relu())];
        }
    }
}
