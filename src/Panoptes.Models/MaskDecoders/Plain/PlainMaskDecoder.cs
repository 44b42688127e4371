using System.Globalization;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.MaskDecoders.Plain;

/// <summary>
/// PMT's decoder (image/models/pmd.py): features of a frozen encoder, each projected and scaled, are added up; queries pass its blocks
/// among the patches, and predict before the first and after each.
/// </summary>
internal sealed class PlainMaskDecoder : Module
{
    private readonly ModuleList<LateralProjection> projections;
    private readonly Scalers scalers;
    private readonly Embedding queries;
    private readonly ModuleList<RotaryBlock> blocks;
    private readonly LayerNorm norm;
    private readonly PlainMaskHeads heads;
    private readonly long channels;

    /// <summary>Makes a decoder.</summary>
    /// <param name="width">Channels of a token.</param>
    /// <param name="heads">Attention heads; their channels are a multiple of 4.</param>
    /// <param name="patch">Side of a patch in pixels.</param>
    /// <param name="classes">Number of classes, without void and "no object".</param>
    /// <param name="queries">The most masks that an image can get.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="features">How many features it reads.</param>
    public PlainMaskDecoder(int width, int heads, int patch, int classes, int queries, int blocks, int features)
    {
        channels = width / heads;
        Masks = new QueryMasks(Buffer("attn_mask_probs", Tensor.Ones([blocks])));
        projections = Child("lateral_projections", new ModuleList<LateralProjection>(
            [.. Enumerable.Range(0, features).Select(_ => new LateralProjection(width))]));
        scalers = Child("scalers", new Scalers(width, features));
        this.queries = Child("q", new Embedding(queries, width));
        this.blocks = Child("blocks", new ModuleList<RotaryBlock>(
            [.. Enumerable.Range(0, blocks).Select(_ => new RotaryBlock(width, heads))]));
        norm = Child("decoder_norm", new LayerNorm(width));
        this.heads = new PlainMaskHeads(width, classes, patch);
        Child("upscale", this.heads.Upscale);
        Child("mask_head", this.heads.MaskHead);
        Child("class_head", this.heads.ClassHead);
    }

    /// <summary>Which queries are held inside their masks.</summary>
    public QueryMasks Masks { get; }

    /// <summary>Decodes.</summary>
    /// <param name="features">The encoder's, (N, prefix + patches, C) each.</param>
    /// <param name="grid">Rows and columns of patches.</param>
    /// <param name="prefix">Tokens in front of the patches.</param>
    /// <param name="everyLayer">Whether to predict before every block, or after the last alone.</param>
    /// <param name="draws">Where random numbers come from in training; null otherwise.</param>
    public List<MaskPrediction> Forward(
        IReadOnlyList<Tensor> features, (long Height, long Width) grid, long prefix, bool everyLayer, QueryDraws? draws)
    {
        var x = features.Select((feature, k) => projections[k].Forward(feature) * scalers[k]).Aggregate((sum, next) => sum + next);
        x = Ops.Cat([queries.Weight.Unsqueeze(0).To(x.DType).Expand([x.Size(0), -1, -1]), x], 1);
        var positions = RotaryPositions.Of(grid.Height, grid.Width, channels, x.Device);
        List<MaskPrediction> predictions = [];
        for (var block = 0; block < blocks.Count; block++)
        {
            var binds = Masks.Binds(block, isTraining: draws is not null);
            var prediction = everyLayer || binds ? Predict(x, grid) : null;
            var visible = binds ? Masks.Visible(block, prediction!, grid, prefix, draws) : null;
            predictions.AddRange(everyLayer ? [prediction!] : []);
            x = blocks[block].Forward(x, positions, visible);
        }

        return [.. predictions, Predict(x, grid)];
    }

    private MaskPrediction Predict(Tensor x, (long Height, long Width) grid) =>
        heads.Predict(norm.Forward(x), queries.Weight.Size(0), grid);

    /// <summary>A factor for every channel of each feature, under its position as name.</summary>
    private sealed class Scalers : Module
    {
        private readonly Tensor[] factors;

        public Scalers(long width, int count) => factors = [.. Enumerable.Range(0, count)
            .Select(k => Parameter(k.ToString(CultureInfo.InvariantCulture), Tensor.Ones([width])))];

        public Tensor this[int index] => factors[index];
    }
}
