using Panoptes.Models.Detection;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Boxes;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>What a two-stage detector says of several views of images, merged (<see cref="Detection.Views.ViewMerge"/>).</summary>
/// <param name="Found">The objects of every image, in its pixels.</param>
/// <param name="Stuff">
/// (S + 1, Height, Width) of every image, at its size: how likely objects of any class and S classes of stuff are; null of a network that
/// knows none.
/// </param>
/// <param name="Classes">Which classes the maps are of.</param>
/// <param name="Reading">How they are read.</param>
public sealed record MergedViews(
    IReadOnlyList<FoundBoxes> Found, IReadOnlyList<Tensor>? Stuff, ThingTable Classes, BoxReadingConfig Reading)
    : BoxOutputs(Classes, Reading)
{
    /// <inheritdoc/>
    public override Device Device => Found[0].Boxes.Device;

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Logits => [.. Found.Select(each => each.Scores), .. Stuff ?? []];

    /// <inheritdoc/>
    public override FoundBoxes Objects(int image) => Found[image];

    /// <inheritdoc/>
    public override MaskOutputs Return(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        foreach (var each in Found)
        {
            each.Return(scope);
        }

        scope.Return([.. Stuff ?? []]);
        return this;
    }

    /// <inheritdoc/>
    public override Tensor? StuffScores(int image, ReadingSize size) => StuffProbabilities(image, size);

    /// <inheritdoc/>
    public override Tensor? StuffProbabilities(int image, ReadingSize size)
    {
        if (Stuff is null)
        {
            return null;
        }

        var own = Stuff[image];
        return MaskSizes.Fit(own, ((int)own.Size(1), (int)own.Size(2)), size);
    }
}
