using Panoptes.Models.Backbones.Plain;
using Panoptes.Models.Layers;
using Panoptes.Models.MaskDecoders.Plain;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Segmenters;

/// <summary>
/// PMT, the plain mask transformer over a frozen encoder (tue-mps/pmt, image/models): images → a plain vision transformer that does not
/// learn → four of its blocks, added up → blocks of the decoder, with queries among the patches → classes and masks. Masks, annealing and
/// heads are EoMT's. Names are the published ones: <c>network.encoder.*</c>, <c>network.bn</c>, <c>network.decoder.*</c>.
/// </summary>
public sealed class Pmt : Segmenter, IAnnealed
{
    private readonly PmtConfig config;
    private readonly Network network;

    /// <summary>Puts a network together; its encoder is frozen.</summary>
    /// <exception cref="Foundation.InputException">The settings do not fit each other.</exception>
    public Pmt(PmtConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Annealing.Validate(config.Blocks);
        this.config = config;
        network = Child("network", new Network(config));
        Backbone.Freeze();
    }

    /// <summary>The plain vision transformer.</summary>
    public PlainTransformer Backbone => network.Encoder.Backbone;

    /// <inheritdoc/>
    public override int NumClasses => config.NumClasses;

    /// <inheritdoc/>
    public override Type OutputKind => typeof(MaskSet);

    /// <summary>Sets the shares of queries that the decoder's blocks hold inside their masks.</summary>
    public void Anneal(long step, long steps) => network.Decoder.Masks.Set(config.Annealing.At(config.Blocks, step, steps));

    /// <inheritdoc/>
    public override SegmenterOutputs Forward(Tensor images)
    {
        CheckImages(images);
        if (!IsTraining)
        {
            network.Decoder.Masks.Refresh();
        }

        using var scope = TensorScope.Open();
        var padded = network.Encoder.Pad(images);
        var draws = IsTraining ? Draw : (QueryDraws?)null;
        var predictions = network.Forward(padded, everyLayer: IsTraining, draws);
        foreach (var (classes, embeddings, masks, pixels) in predictions)
        {
            scope.Return(classes, embeddings, masks, pixels);
        }

        return new MaskSet(predictions, ((int)padded.Size(2), (int)padded.Size(3)));

        // The default generator is the run's: seeded with it, and saved in its checkpoints.
        Tensor Draw(int block, long count, long queries) => Ops.Rand([count, queries], DType.Float32, device: images.Device);
    }

    private sealed class Network : Module
    {
        private readonly PmtConfig config;
        private readonly ModuleList<BatchNorm2d> norms;

        public Network(PmtConfig config)
        {
            this.config = config;
            Encoder = Child("encoder", new NormalizedEncoder(config.Encoder));
            norms = Child("bn", new ModuleList<BatchNorm2d>([.. config.Read.Select(_ => new BatchNorm2d(config.Encoder.Width))]));
            Decoder = Child("decoder", new PlainMaskDecoder(
                config.Encoder.Width, config.Encoder.Heads, config.Encoder.Patch, config.NumClasses, config.Queries, config.Blocks,
                config.Read.Length));
        }

        public NormalizedEncoder Encoder { get; }

        public PlainMaskDecoder Decoder { get; }

        public List<MaskPrediction> Forward(Tensor images, bool everyLayer, QueryDraws? draws)
        {
            var features = Features(images).Select((feature, k) => Normalized(norms[k], feature)).ToArray();
            return Decoder.Forward(features, Encoder.Grid(images), config.Encoder.Prefix, everyLayer, draws);
        }

        // As in evaluation, with nothing recorded.
        private List<Tensor> Features(Tensor images)
        {
            using var noGrad = Autograd.NoGrad();
            var features = new List<Tensor>();
            var x = Encoder.Backbone.Tokens(images);
            for (var block = 0; block < config.Encoder.Depth; block++)
            {
                x = Encoder.Backbone.Block(block, x);
                if (config.Read.Contains(block))
                {
                    features.Add(Encoder.Backbone.Norm(x));
                }
            }

            return features;
        }

        // Over all tokens of all images.
        private static Tensor Normalized(BatchNorm2d norm, Tensor tokens) =>
            norm.Forward(tokens.Transpose(1, 2).Unsqueeze(-1)).Squeeze(-1).Transpose(1, 2);
    }
}
