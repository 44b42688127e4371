using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.PixelDecoders;

/// <summary>
/// Mask2Former's pixel decoder (Cheng et al. 2022, section 3.2.2): a deformable encoder over the maps at strides 32, 16 and 8, and one step
/// of a feature pyramid on to stride 4. It computes in 32 bits, also under autocast. Names are Mask2Former's (msdeformattn.py):
/// <c>input_proj</c>,
/// <c>transformer</c>, <c>mask_features</c>, <c>adapter_1</c>, <c>layer_1</c>.
/// </summary>
public sealed class MsDeformAttnPixelDecoder : Module
{
    private const int Groups = 32;
    private const int CoarseMaps = 3;

    private readonly ModuleList<Sequential> inputs;
    private readonly DeformableEncoder encoder;
    private readonly Conv2d maskFeatures;
    private readonly ConvNorm lateral;
    private readonly ConvNorm smooth;

    /// <summary>Makes one for a backbone's four maps, finest first.</summary>
    /// <param name="config">Its settings.</param>
    /// <param name="levels">The maps at strides 4, 8, 16 and 32.</param>
    public MsDeformAttnPixelDecoder(MsDeformAttnPixelDecoderConfig config, IReadOnlyList<FeatureLevel> levels)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(levels);
        var width = config.Width;
        inputs = Child(
            "input_proj", new ModuleList<Sequential>([.. levels.Skip(1).Reverse().Select(level => InputOf(level.Channels, width))]));
        encoder = Child("transformer", new DeformableEncoder(config, CoarseMaps));
        maskFeatures = Child("mask_features", FilledLayer.Xavier(new Conv2d(width, width, kernel: 1)));
        lateral = Child("adapter_1", FilledLayer.Xavier(new ConvNorm(levels[0].Channels, width, 1, new GroupNorm(Groups, width))));
        smooth = Child("layer_1", FilledLayer.Xavier(new ConvNorm(width, width, 3, new GroupNorm(Groups, width))));
    }

    /// <summary>Whether training recomputes each encoder layer in the backward pass instead of keeping it.</summary>
    public bool ActivationCheckpointing { get; set; }

    /// <summary>Decodes.</summary>
    /// <param name="features">The backbone's maps at strides 4, 8, 16 and 32, which stay the caller's.</param>
    public PixelDecoderOutput Forward(IReadOnlyList<Tensor> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        using var scope = TensorScope.Open();
        using var precision = Autocast.IsEnabled(features[0].Device) ? Autocast.Suspend(features[0].Device) : null;
        var dtype = maskFeatures.Weight.DType;
        Tensor Map(int level) => features[level].To(dtype);
        var maps = encoder.Forward(
            [.. Enumerable.Range(0, CoarseMaps).Select(k => inputs[k].Forward(Map(CoarseMaps - k)))], ActivationCheckpointing);
        var finest = lateral.Forward(Map(0));
        finest.AddInPlace(Resize.Like(maps[^1], finest, alignCorners: false));
        var pixels = maskFeatures.Forward(smooth.Forward(finest, Rectifier.ReLU));
        return new PixelDecoderOutput(scope.Return(pixels), scope.Return(maps));
    }

    private static Sequential InputOf(long channels, long width)
    {
        var conv = new Conv2d(channels, width, kernel: 1);
        Initialize.XavierUniform(conv.Weight);
        Initialize.Constant(conv.Bias!, 0);
        return new Sequential(conv, new GroupNorm(Groups, width));
    }
}
