namespace Panoptes.Models.Catalog.Families.MaskedAttention;

/// <summary>
/// Mask2Former. <c>mask2former_mobilenetv2</c> and <c>mask2former_r18</c> are small ones; the published ones have 9 decoder and 6 encoder
/// layers, a width of 256, and 2048 and 1024 hidden channels.
/// </summary>
public sealed record Mask2FormerOptions : ModelOptions
{
    /// <summary>Queries: the most masks that an image can get. Published: 100, 200 with Swin-L.</summary>
    public int Queries { get; init; } = 100;

    /// <summary>
    /// Decoder layers: one less than DEC_LAYERS of the published configurations, which count the prediction before the first.
    /// </summary>
    public int DecoderLayers { get; init; } = 9;

    /// <summary>Layers of the pixel decoder's encoder.</summary>
    public int EncoderLayers { get; init; } = 6;

    /// <summary>Channels of both decoders: a multiple of 32.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Attention heads of both decoders, a divisor of the width.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>Hidden channels of the decoder layers' last part.</summary>
    public int FeedForward { get; init; } = 2048;

    /// <summary>Hidden channels of the encoder layers' second half.</summary>
    public int EncoderFeedForward { get; init; } = 1024;

    /// <summary>
    /// Whether a ResNet's normalizations keep their statistics and parameters, as published for COCO (FrozenBN); else they learn, as by
    /// default.
    /// </summary>
    public bool? FrozenNorm { get; init; }

    /// <summary>
    /// Share of samples that the last block of a Swin or DINOv2 skips in training, 0 to below 1. Published, and by default: 0.3 for Swin,
    /// 0 for DINOv2.
    /// </summary>
    public double? DropPath { get; init; }

    /// <inheritdoc/>
    public override IModelFamily Family => Mask2FormerFamily.Instance;

    /// <summary>
    /// A small network's settings for tests and first trials on processors: three layers each, 50 queries, half the width.
    /// </summary>
    public static Mask2FormerOptions Small { get; } = new()
    {
        Queries = 50,
        DecoderLayers = 3,
        EncoderLayers = 3,
        Width = 128,
        FeedForward = 512,
        EncoderFeedForward = 512,
    };

    /// <inheritdoc/>
    public override void Check(string name)
    {
        const string Decoders = "queries, decoder_layers, encoder_layers, width, heads, feed_forward, encoder_feed_forward";
        var (isResNet, isTransformer) = (Mask2FormerFamily.IsResNet(name), Mask2FormerFamily.IsTransformer(name));
        var taken = $"{Decoders}{(isResNet ? ", frozen_norm" : "")}{(isTransformer ? ", drop_path" : "")}";
        RequireTaken(isResNet, "frozen_norm", FrozenNorm, name, taken);
        RequireTaken(isTransformer, "drop_path", DropPath, name, taken);
        Require(DropPath is null or (>= 0 and < 1), "drop_path", DropPath, "0 to below 1");
        Require(Queries is >= 1 and <= 10_000, "queries", Queries, "1 to 10000");
        Require(DecoderLayers is >= 1 and <= 100, "decoder_layers", DecoderLayers, "1 to 100");
        Require(EncoderLayers is >= 1 and <= 100, "encoder_layers", EncoderLayers, "1 to 100");
        Require(Width >= 32 && Width % 32 == 0, "width", Width, "a multiple of 32");
        Require(Heads >= 1 && Width % Heads == 0, "heads", Heads, $"a divisor of model.width, {Width}");
        Require(FeedForward >= 1, "feed_forward", FeedForward, "at least 1");
        Require(EncoderFeedForward >= 1, "encoder_feed_forward", EncoderFeedForward, "at least 1");
    }
}
