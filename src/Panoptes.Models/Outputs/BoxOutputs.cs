using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Detection;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Boxes;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>Boxes with masks, and perhaps stuff: what a two-stage detector says of one view of images, or of several.</summary>
/// <param name="Classes">Which classes the maps are of.</param>
/// <param name="Reading">How they are read.</param>
public abstract record BoxOutputs(ThingTable Classes, BoxReadingConfig Reading) : MaskOutputs
{
    /// <summary>Where the tensors lie.</summary>
    public abstract Device Device { get; }

    /// <summary>The objects of one image.</summary>
    /// <param name="image">Which image of the batch.</param>
    public abstract FoundBoxes Objects(int image);

    /// <summary>What the likeliest stuff of each pixel is taken of.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <returns>(S + 1, Height, Width) float32 of objects of any class and S classes of stuff; null of a network that knows none.</returns>
    public abstract Tensor? StuffScores(int image, ReadingSize size);

    /// <summary>How likely objects of any class and the classes of stuff are.</summary>
    /// <inheritdoc cref="StuffScores"/>
    /// <returns>(S + 1, Height, Width) float32, 0 to 1, 1 in sum; null of a network that knows no stuff.</returns>
    public abstract Tensor? StuffProbabilities(int image, ReadingSize size);

    /// <inheritdoc/>
    public override Plane<ushort> Labels(int image, ReadingSize size) => BoxReading.Labels(this, image, size);

    /// <inheritdoc/>
    public override Tensor Scores(int image, ReadingSize size) => BoxReading.Scores(this, image, size);

    /// <inheritdoc/>
    public override PanopticPrediction Panoptic(int image, ReadingSize size, Func<int, bool> isThing, PanopticOptions options) =>
        BoxReading.Panoptic(this, image, size, isThing, options);

    /// <inheritdoc/>
    public override InstancePrediction Instances(int image, ReadingSize size, Func<int, bool> isThing, int most) =>
        BoxReading.Instances(this, image, size, isThing, most);
}
