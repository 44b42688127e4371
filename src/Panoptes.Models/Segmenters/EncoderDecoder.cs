using Panoptes.Models.Backbones;
using Panoptes.Models.Heads;
using Panoptes.Models.Outputs;
using Panoptes.Models.Weights;
using Panoptes.Tensors;

namespace Panoptes.Models.Segmenters;

/// <summary>
/// images → backbone → decode head → logits, and in training backbone → auxiliary head → logits. Parameter names are
/// mmsegmentation's: <c>backbone.*</c>, <c>decode_head.*</c>, <c>auxiliary_head.*</c> (mmseg/models/segmentors/encoder_decoder.py).
/// </summary>
public sealed class EncoderDecoder : Segmenter, IWeightGuard, IFeatureChange
{
    private static readonly Dictionary<string, Tensor> None = [];
    private readonly bool alignCorners;

    /// <summary>Puts a network together.</summary>
    /// <param name="backbone">What makes the features.</param>
    /// <param name="decodeHead">What classifies pixels.</param>
    /// <param name="auxiliaryHead">What classifies pixels from an earlier feature, in training only; or null.</param>
    public EncoderDecoder(Backbone backbone, HeadConfig decodeHead, HeadConfig? auxiliaryHead = null)
    {
        ArgumentNullException.ThrowIfNull(decodeHead);
        NumClasses = decodeHead.NumClasses;
        alignCorners = decodeHead.AlignCorners;
        Backbone = Child("backbone", backbone);
        DecodeHead = Child("decode_head", decodeHead.Build(backbone.Levels));
        AuxiliaryHead = auxiliaryHead is null ? null : Child("auxiliary_head", auxiliaryHead.Build(backbone.Levels));
    }

    /// <summary>What makes the features.</summary>
    public Backbone Backbone { get; }

    /// <summary>What classifies pixels.</summary>
    public SegmentationHead DecodeHead { get; }

    /// <summary>What classifies pixels from an earlier feature, in training only; or null.</summary>
    public SegmentationHead? AuxiliaryHead { get; }

    /// <inheritdoc/>
    public override int NumClasses { get; }

    /// <inheritdoc/>
    public Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? FeatureChange { get; set; }

    /// <inheritdoc/>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        given.Keys.Any(IsOfHead) ? Backbone.MismatchOfWhole(file, given) : null;

    /// <inheritdoc/>
    string? IWeightGuard.Warning(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        given.Keys.Any(IsOfHead) ? Backbone.WarningOnWhole(file, given) : null;

    /// <inheritdoc/>
    public override SegmenterOutputs Forward(Tensor images)
    {
        CheckImages(images);
        var features = Features(images);
        var logits = DecodeHead.Forward(features);
        var auxiliary = AuxiliaryHead is not null && IsTraining
            ? new Dictionary<string, Tensor> { ["aux"] = AuxiliaryHead.Forward(features) }
            : None;
        foreach (var feature in features)
        {
            feature.Dispose();
        }

        return new SemanticOutputs(logits, auxiliary) { AlignCorners = alignCorners };
    }

    private IReadOnlyList<Tensor> Features(Tensor images)
    {
        var features = Backbone.Extract(images);
        return FeatureChange is { } change ? change(features) : features;
    }
}
