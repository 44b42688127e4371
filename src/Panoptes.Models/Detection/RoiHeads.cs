using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Tensors.Recording;

namespace Panoptes.Models.Detection;

/// <summary>
/// What looks at boxes on the maps p2 to p5: stages that say their class and a better box, and a mask head, under detectron2's names
/// <c>box_head</c>, <c>box_predictor</c> and <c>mask_head</c>; with several stages <c>box_head.0</c> and so on (CascadeROIHeads).
/// </summary>
public sealed class RoiHeads : Module
{
    /// <summary>The name under which a recording tells pooling: <c>maps</c>, <c>boxes</c> (R, 4) of one image, and <c>side</c>.</summary>
    public const string PoolOperator = "panoptes::roi_pool";

    private const int Maps = 4;
    private const int BoxSide = 7;
    private const int MaskSide = 14;

    private readonly BoxHead[] heads;
    private readonly BoxPredictor[] predictors;
    private readonly MaskHead masks;
    private readonly RoiPooler boxPooler;
    private readonly RoiPooler maskPooler;

    /// <summary>Makes them.</summary>
    /// <param name="config">Settings.</param>
    public RoiHeads(DetectorConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        heads = [.. config.Stages.Select(_ => new BoxHead((long)config.Width * BoxSide * BoxSide, config.BoxWidth))];
        predictors = [.. config.Stages.Select(_ => new BoxPredictor(config.BoxWidth, config.Things, config.ClassAgnosticBoxes))];
        if (heads.Length == 1)
        {
            Child("box_head", heads[0]);
            Child("box_predictor", predictors[0]);
        }
        else
        {
            Child("box_head", new ModuleList<BoxHead>(heads));
            Child("box_predictor", new ModuleList<BoxPredictor>(predictors));
        }

        masks = Child("mask_head", new MaskHead(config.Width, config.MaskWidth, config.Things));
        Coders = config.Stages;
        (boxPooler, maskPooler) = (Pooler(BoxSide), Pooler(MaskSide));
    }

    /// <summary>How boxes are coded in each stage.</summary>
    public IReadOnlyList<BoxCoder> Coders { get; }

    /// <summary>What a stage says of boxes. Each stage adds an equal share to the gradient of the pyramid.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="pyramid">The maps, finest first.</param>
    /// <param name="boxes">Of each image (R, 4).</param>
    public BoxPrediction Stage(int stage, IReadOnlyList<Tensor> pyramid, IReadOnlyList<Tensor> boxes)
    {
        using var scope = TensorScope.Open();
        var shown = GradientScale.Of(Pool(boxPooler, pyramid, boxes), 1.0 / heads.Length);
        var said = predictors[stage].Forward(heads[stage].Forward(shown));
        return new BoxPrediction(scope.Return(said.ClassLogits), scope.Return(said.Deltas));
    }

    /// <summary>What a box shows of the pyramid: (R, width, 7, 7), images one after the other.</summary>
    /// <param name="pyramid">The maps, finest first.</param>
    /// <param name="boxes">Of each image (R, 4).</param>
    public Tensor Shown(IReadOnlyList<Tensor> pyramid, IReadOnlyList<Tensor> boxes) => Pool(boxPooler, pyramid, boxes);

    /// <summary>The masks in boxes: (R, things, 28, 28) logits, images one after the other.</summary>
    /// <param name="pyramid">The maps, finest first.</param>
    /// <param name="boxes">Of each image (R, 4).</param>
    public Tensor Masks(IReadOnlyList<Tensor> pyramid, IReadOnlyList<Tensor> boxes)
    {
        using var scope = TensorScope.Open();
        return scope.Return(masks.Forward(Pool(maskPooler, pyramid, boxes)));
    }

    // Places of boxes need all the digits of float32, whatever the precision of the network.
    private static Tensor Pool(RoiPooler pooler, IReadOnlyList<Tensor> pyramid, IReadOnlyList<Tensor> boxes)
    {
        using var scope = TensorScope.Open();
        Tensor[] maps = [.. pyramid.Take(Maps).Select(map => map.To(DType.Float32))];

        // Which map a box is pooled from is decided from its values; a recording tells it as one operator.
        return scope.Return(OperatorRecorder.Whole(
            PoolOperator, new Dictionary<string, object?>
            {
                ["maps"] = maps,
                ["boxes"] = Ops.Cat([.. boxes], 0),
                ["side"] = (long)pooler.Side,
            },
            () => pooler.Pool(maps, boxes)));
    }

    private static RoiPooler Pooler(int side) => new(side, [.. Enumerable.Range(0, Maps).Select(k => 4 << k)]);
}
