using Panoptes.Models.Backbones;
using Panoptes.Models.Heads;
using Panoptes.Models.Outputs;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Segmenters;

/// <summary>
/// images → backbone → coarse head → head that refines the coarse logits. In training the coarse logits are an auxiliary output.
/// Names are mmsegmentation's: <c>backbone.*</c>, <c>decode_head.0.*</c>, <c>decode_head.1.*</c>
/// (mmseg/models/segmentors/cascade_encoder_decoder.py). The coarse head runs once a step: there it runs twice in training,
/// to the same effect, except that its running statistics move twice.
/// </summary>
public sealed class CascadeEncoderDecoder : Segmenter, IWeightGuard, IFeatureChange
{
    private static readonly Dictionary<string, Tensor> None = [];
    private readonly bool alignCorners;

    /// <summary>Puts a network together.</summary>
    /// <param name="backbone">What makes the features.</param>
    /// <param name="coarse">What classifies pixels first.</param>
    /// <param name="fine">What refines that.</param>
    /// <param name="attentionChannels">Width of the refining head's keys, queries and values.</param>
    public CascadeEncoderDecoder(Backbone backbone, HeadConfig coarse, HeadConfig fine, int attentionChannels)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        ArgumentNullException.ThrowIfNull(fine);
        NumClasses = fine.NumClasses;
        alignCorners = fine.AlignCorners;
        Backbone = Child("backbone", backbone);
        CoarseHead = coarse.Build(backbone.Levels);
        FineHead = new OcrHead(fine, attentionChannels, backbone.Levels);
        Child("decode_head", new Stages(CoarseHead, FineHead));
    }

    /// <summary>What makes the features.</summary>
    public Backbone Backbone { get; }

    /// <summary>What classifies pixels first.</summary>
    public SegmentationHead CoarseHead { get; }

    /// <summary>What refines that.</summary>
    public OcrHead FineHead { get; }

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
        using var scope = TensorScope.Open();
        var features = Features(images);
        var coarse = CoarseHead.Forward(features);
        var logits = scope.Return(FineHead.Forward(features, coarse));
        var auxiliary = IsTraining ? new Dictionary<string, Tensor> { ["aux"] = scope.Return(coarse) } : None;
        return new SemanticOutputs(logits, auxiliary) { AlignCorners = alignCorners };
    }

    private IReadOnlyList<Tensor> Features(Tensor images)
    {
        var features = Backbone.Extract(images);
        return FeatureChange is { } change ? change(features) : features;
    }

    private sealed class Stages : Module
    {
        public Stages(SegmentationHead coarse, OcrHead fine)
        {
            Child("0", coarse);
            Child("1", fine);
        }
    }
}
