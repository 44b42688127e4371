using Panoptes.Models.Backbones;
using Panoptes.Models.Backbones.Pyramid;
using Panoptes.Models.DynamicKernels;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Tensors;

namespace Panoptes.Models.Segmenters;

/// <summary>
/// Panoptic FCN (Li et al. 2021, "Fully convolutional networks for panoptic segmentation", figure 2): images → pyramid → positions of
/// objects and stuff, and a kernel at each; and → features of the pixels, of which a kernel's embedding draws a mask. Names are the
/// published ones: <c>backbone</c>, <c>semantic_fpn</c>, <c>position_head</c>, <c>kernel_head</c>, <c>feature_encoder</c>,
/// <c>thing_generator</c>, <c>stuff_generator</c>.
/// </summary>
public sealed class PanopticFcn : Segmenter
{
    private const int Stride = 32;

    // Of the pyramid's maps p2 to p7, p2 to p5 make the features, p3 and on the positions and kernels.
    private const int FirstForKernels = 1;
    private static readonly Range ForFeatures = ..4;

    private readonly PanopticFcnConfig config;
    private readonly KernelReadingConfig reading;
    private readonly SemanticPyramid semantic;
    private readonly PositionHead positions;
    private readonly KernelHead kernels;
    private readonly FeatureEncoder encoder;
    private readonly KernelGenerator things;
    private readonly KernelGenerator stuff;

    /// <summary>Puts a network together.</summary>
    /// <param name="bottomUp">What makes features at strides 4, 8, 16 and 32.</param>
    /// <param name="config">Settings of the heads.</param>
    /// <param name="reading">How its outputs are read.</param>
    /// <exception cref="Foundation.InputException">The backbone has other strides.</exception>
    public PanopticFcn(Backbone bottomUp, PanopticFcnConfig config, KernelReadingConfig reading)
    {
        ArgumentNullException.ThrowIfNull(config);
        (this.config, this.reading) = (config, reading);
        Backbone = Child("backbone", new FeaturePyramid(
            bottomUp, config.Width, Math.Max(0, FirstForKernels + config.KernelMaps - FeaturePyramid.BottomLevels)));
        semantic = Child("semantic_fpn", new SemanticPyramid(config.Width, config.Width));
        positions = Child("position_head", new PositionHead(
            config.Width, config.Classes.Things.Count, config.Classes.StuffMaps.Count));
        kernels = Child("kernel_head", new KernelHead(config.Width));
        encoder = Child("feature_encoder", new FeatureEncoder(config.Width, config.EmbeddingWidth));
        things = Child("thing_generator", new KernelGenerator(config.Width, config.EmbeddingWidth));
        stuff = Child("stuff_generator", new KernelGenerator(config.Width, config.EmbeddingWidth));
    }

    /// <summary>What makes the maps.</summary>
    public FeaturePyramid Backbone { get; }

    /// <inheritdoc/>
    public override int NumClasses => config.Classes.Classes;

    /// <inheritdoc/>
    public override Type OutputKind => typeof(KernelMaps);

    /// <inheritdoc/>
    public override SegmenterOutputs Forward(Tensor images)
    {
        CheckImages(images);
        using var scope = TensorScope.Open();
        var padded = StridePadding.Pad(config.BlueFirst ? images.Flip([1]) : images, Stride);
        var outputs = Predict(Backbone.Extract(padded), ((int)padded.Size(2), (int)padded.Size(3)));
        return outputs.Return(scope);
    }

    /// <summary>What the heads make of a pyramid.</summary>
    /// <param name="pyramid">Its maps p2 to p7.</param>
    /// <param name="paddedSize">Height and width of the images.</param>
    public KernelMaps Predict(Tensor[] pyramid, (int Height, int Width) paddedSize)
    {
        ArgumentNullException.ThrowIfNull(pyramid);
        var features = encoder.Forward(semantic.Forward(pyramid[ForFeatures]));
        var levels = pyramid.Skip(FirstForKernels).Take(config.KernelMaps).Select(map =>
        {
            var (centers, regions) = positions.Forward(map);
            return new KernelLevel(centers, regions, kernels.Forward(map));
        });
        return new KernelMaps([.. levels], features, paddedSize, config.Classes, reading)
        {
            EmbedThings = things.Forward,
            EmbedStuff = stuff.Forward,
        };
    }
}
