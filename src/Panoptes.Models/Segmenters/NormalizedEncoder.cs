using Panoptes.Foundation;
using Panoptes.Models.Backbones.Plain;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Segmenters;

/// <summary>
/// A plain transformer with the colors that it was trained on, as EoMT's checkpoints hold them: <c>pixel_mean</c>, <c>pixel_std</c>
/// (ImageNet's, of pixels of 0 to 1) and <c>backbone</c>.
/// </summary>
internal sealed class NormalizedEncoder : Module
{
    private readonly Tensor mean;
    private readonly Tensor deviation;

    /// <summary>Makes one.</summary>
    public NormalizedEncoder(PlainTransformerConfig config)
    {
        mean = Buffer("pixel_mean", Tensor.From([0.485f, 0.456f, 0.406f], 1, 3, 1, 1));
        deviation = Buffer("pixel_std", Tensor.From([0.229f, 0.224f, 0.225f], 1, 3, 1, 1));
        Backbone = Child("backbone", new PlainTransformer(config));
    }

    /// <summary>The transformer.</summary>
    public PlainTransformer Backbone { get; }

    /// <summary>Rows and columns of patches of padded images.</summary>
    public (long Height, long Width) Grid(Tensor padded) =>
        (padded.Size(2) / Backbone.Config.Patch, padded.Size(3) / Backbone.Config.Patch);

    /// <summary>Images with pixels of 0 to 1, normalized.</summary>
    public Tensor Normalize(Tensor images)
    {
        using var scope = TensorScope.Open();
        return scope.Return((images - mean) / deviation);
    }

    /// <summary>
    /// Normalized images with black at the bottom and on the right: up to the size that the position embedding is for, where they were
    /// fitted into it; up to whole patches, where it is resized to images.
    /// </summary>
    /// <returns>The images themselves where their sides fit.</returns>
    /// <exception cref="InputException">They have another size, and the position embedding is not resized.</exception>
    public Tensor Pad(Tensor images)
    {
        var (height, width) = (images.Size(2), images.Size(3));
        var (down, across) = PaddedSize(height, width);
        if ((height, width) == (down, across))
        {
            return images;
        }

        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var padded = (-mean / deviation).To(images.DType).Expand([images.Size(0), 3, down, across]).Clone();
        padded.Narrow(2, 0, height).Narrow(3, 0, width).CopyInPlace(images);
        return scope.Return(padded);
    }

    private (long Height, long Width) PaddedSize(long height, long width)
    {
        var config = Backbone.Config;
        if (config.ResamplePositions)
        {
            long Whole(long length) => (length + config.Patch - 1) / config.Patch * config.Patch;
            return (Whole(height), Whole(width));
        }

        var (wantedHeight, wantedWidth) = (config.ImageSize[0], config.ImageSize[1]);
        var fits = (height == wantedHeight && width <= wantedWidth) || (width == wantedWidth && height <= wantedHeight);
        return fits ? (wantedHeight, wantedWidth) : throw new InputException(
            "model input",
            $"an input of {height}x{width} pixels",
            $"{wantedHeight}x{wantedWidth}, which its position embedding is for, or images fitted into that",
            $"set augmentation.crop and train.evaluation.size to [{wantedHeight}, {wantedWidth}], or model.image_size to the images' size, "
                + "or model.resample_positions=true to take every size");
    }
}
