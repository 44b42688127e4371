using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Models.MaskDecoders;
using Panoptes.Models.Outputs;
using Panoptes.Models.PixelDecoders;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Segmenters;

/// <summary>
/// Mask2Former (Cheng et al. 2022, figure 2): images → backbone → pixel decoder → masked-attention decoder → a set of masks with classes.
/// Names are the published ones: <c>backbone.*</c>, <c>sem_seg_head.pixel_decoder.*</c>, <c>sem_seg_head.predictor.*</c>.
/// </summary>
public sealed class Mask2Former : Segmenter
{
    private const int Stride = 32;

    private readonly Head head;

    /// <summary>Puts a network together.</summary>
    /// <param name="backbone">What makes features at strides 4, 8, 16 and 32.</param>
    /// <param name="pixels">Settings of the pixel decoder.</param>
    /// <param name="decoder">Settings of the decoder; its width is the pixel decoder's.</param>
    /// <exception cref="InputException">The backbone has other strides, or the settings do not fit each other.</exception>
    public Mask2Former(Backbone backbone, MsDeformAttnPixelDecoderConfig pixels, MaskedAttentionDecoderConfig decoder)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(decoder);
        if (!backbone.Levels.Select(level => level.Stride).SequenceEqual([4, 8, 16, Stride]))
        {
            throw new InputException(
                "Mask2Former's backbone", $"feature maps of strides {string.Join(", ", backbone.Levels.Select(level => level.Stride))}",
                "4, 8, 16 and 32", "choose another backbone or output stride");
        }

        NumClasses = decoder.NumClasses;
        Backbone = Child("backbone", backbone);
        head = Child("sem_seg_head", new Head(
            new MsDeformAttnPixelDecoder(pixels, backbone.Levels), new MaskedAttentionDecoder(decoder with { Width = pixels.Width })));
    }

    /// <summary>What makes the features.</summary>
    public Backbone Backbone { get; }

    /// <summary>What makes the embedding of every pixel and the maps that queries look at.</summary>
    public MsDeformAttnPixelDecoder PixelDecoder => head.Pixels;

    /// <summary>What makes the masks.</summary>
    public MaskedAttentionDecoder Decoder => head.Decoder;

    /// <inheritdoc/>
    public override int NumClasses { get; }

    /// <inheritdoc/>
    public override Type OutputKind => typeof(MaskSet);

    /// <summary>
    /// Whether training computes the backbone's blocks and both decoders' layers again in the backward pass instead of keeping them.
    /// </summary>
    public bool ActivationCheckpointing
    {
        get => Backbone.ActivationCheckpointing;
        set => (Backbone.ActivationCheckpointing, head.Pixels.ActivationCheckpointing, head.Decoder.ActivationCheckpointing) = (
            value, value, value);
    }

    /// <inheritdoc/>
    public override SegmenterOutputs Forward(Tensor images)
    {
        CheckImages(images);
        using var scope = TensorScope.Open();
        var padded = Pad(images);
        var pixels = head.Pixels.Forward(Backbone.Extract(padded));
        var predictions = head.Decoder.Forward(pixels, everyLayer: IsTraining);
        foreach (var (classes, embeddings, masks, _) in predictions)
        {
            scope.Return(classes, embeddings, masks);
        }

        scope.Return(pixels.PixelFeatures);
        return new MaskSet(predictions, ((int)padded.Size(2), (int)padded.Size(3)));
    }

    /// <summary>Images with zeros at the bottom and on the right, as detectron2 pads them, so that sides are multiples of 32.</summary>
    /// <param name="images">(N,3,H,W).</param>
    /// <returns>The images themselves where their sides fit.</returns>
    public static Tensor Pad(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return StridePadding.Pad(images, Stride);
    }

    private sealed class Head : Module
    {
        public Head(MsDeformAttnPixelDecoder pixels, MaskedAttentionDecoder decoder)
        {
            Pixels = Child("pixel_decoder", pixels);
            Decoder = Child("predictor", decoder);
        }

        public MsDeformAttnPixelDecoder Pixels { get; }

        public MaskedAttentionDecoder Decoder { get; }
    }
}
