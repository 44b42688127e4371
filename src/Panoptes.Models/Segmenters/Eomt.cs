using Panoptes.Models.Backbones.Plain;
using Panoptes.Models.Layers;
using Panoptes.Models.MaskDecoders.Plain;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Segmenters;

/// <summary>
/// EoMT, the encoder-only mask transformer (Kerssies et al. 2025, figure 2): images → the first blocks of a plain vision transformer → its
/// last blocks, with queries among the patches → classes and masks. Names are the published ones: <c>network.encoder.backbone.*</c>,
/// <c>network.q</c>, <c>network.class_head</c>, <c>network.mask_head</c>, <c>network.upscale</c>.
/// </summary>
public sealed class Eomt : Segmenter, IAnnealed
{
    private readonly EomtConfig config;
    private readonly Network network;

    /// <summary>Puts a network together.</summary>
    /// <exception cref="Foundation.InputException">The settings do not fit each other.</exception>
    public Eomt(EomtConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Annealing.Validate(config.LateBlocks);
        this.config = config;
        network = Child("network", new Network(config));
    }

    /// <summary>The plain vision transformer.</summary>
    public PlainTransformer Backbone => network.Encoder.Backbone;

    /// <summary>The most masks that an image can get.</summary>
    public int Queries => config.Queries;

    /// <inheritdoc/>
    public override int NumClasses => config.NumClasses;

    /// <inheritdoc/>
    public override Type OutputKind => typeof(MaskSet);

    /// <inheritdoc/>
    public override int LateLayers => config.LateBlocks;

    /// <summary>Sets the shares of queries that the late blocks hold inside their masks.</summary>
    public void Anneal(long step, long steps) => Hold(config.Annealing.At(config.LateBlocks, step, steps));

    /// <summary>Sets the shares of queries that the late blocks hold inside their masks, first block first, each 0 to 1.</summary>
    public void Hold(IReadOnlyList<double> shares) => network.Masks.Set(shares);

    /// <summary>Images with pixels of 0 to 1 as the network takes them: the buffers' mean subtracted, by their deviation divided.</summary>
    /// <param name="images">(N,3,H,W).</param>
    public Tensor Normalize(Tensor images) => network.Encoder.Normalize(images);

    /// <inheritdoc/>
    public override SegmenterOutputs Forward(Tensor images)
    {
        CheckImages(images);
        if (!IsTraining)
        {
            network.Masks.Refresh();
        }

        using var scope = TensorScope.Open();
        var padded = network.Encoder.Pad(images);
        var draws = IsTraining ? Draw : (QueryDraws?)null;
        var predictions = network.Forward(padded, everyLayer: IsTraining && config.MaskedAttention, draws, seen: null);
        foreach (var (classes, embeddings, masks, pixels) in predictions)
        {
            scope.Return(classes, embeddings, masks, pixels);
        }

        return new MaskSet(predictions, ((int)padded.Size(2), (int)padded.Size(3)));

        // The default generator is the run's: seeded with it, and saved in its checkpoints.
        Tensor Draw(int block, long count, long queries) => Ops.Rand([count, queries], DType.Float32, device: images.Device);
    }

    /// <summary>The predictions before each late block and after the last, with draws from outside.</summary>
    /// <param name="images">(N,3,H,W), normalized, of the network's size.</param>
    /// <param name="draws">Where random numbers come from.</param>
    /// <param name="seen">Takes each late block's number and what queries see in it, (N, queries, tokens) or null for all.</param>
    public IReadOnlyList<MaskPrediction> Predict(Tensor images, QueryDraws draws, Action<int, Tensor?>? seen = null)
    {
        CheckImages(images);
        return network.Forward(images, everyLayer: true, draws, seen);
    }

    private sealed class Network : Module
    {
        private readonly EomtConfig config;
        private readonly Embedding queries;
        private readonly PlainMaskHeads heads;

        public Network(EomtConfig config)
        {
            this.config = config;
            Masks = new QueryMasks(Buffer("attn_mask_probs", Tensor.Ones([config.LateBlocks])));
            Encoder = Child("encoder", new NormalizedEncoder(config.Encoder));
            queries = Child("q", new Embedding(config.Queries, config.Encoder.Width));
            heads = new PlainMaskHeads(config.Encoder.Width, config.NumClasses, config.Encoder.Patch);
            Child("class_head", heads.ClassHead);
            Child("mask_head", heads.MaskHead);
            Child("upscale", heads.Upscale);
        }

        public NormalizedEncoder Encoder { get; }

        public QueryMasks Masks { get; }

        public List<MaskPrediction> Forward(Tensor images, bool everyLayer, QueryDraws? draws, Action<int, Tensor?>? seen)
        {
            var backbone = Encoder.Backbone;
            var (grid, first) = (Encoder.Grid(images), config.Encoder.Depth - config.LateBlocks);
            List<MaskPrediction> predictions = [];
            var x = backbone.Tokens(images);
            for (var block = 0; block < config.Encoder.Depth; block++)
            {
                var late = block - first;
                x = late == 0 ? WithQueries(x) : x;
                Tensor? visible = null;
                if (late >= 0 && config.MaskedAttention)
                {
                    var binds = Masks.Binds(late, isTraining: draws is not null);
                    var prediction = everyLayer || binds ? Predict(x, grid) : null;
                    visible = binds ? Masks.Visible(late, prediction!, grid, config.Encoder.Prefix, draws) : null;
                    predictions.AddRange(everyLayer ? [prediction!] : []);
                    seen?.Invoke(late, visible);
                }

                x = backbone.Block(block, x, visible);
            }

            return [.. predictions, Predict(x, grid)];
        }

        private Tensor WithQueries(Tensor x) =>
            Ops.Cat([queries.Weight.Unsqueeze(0).To(x.DType).Expand([x.Size(0), -1, -1]), x], 1);

        private MaskPrediction Predict(Tensor x, (long Height, long Width) grid) =>
            heads.Predict(Encoder.Backbone.Norm(x), config.Queries, grid);
    }
}
