using Panoptes.Models.Detection;
using Panoptes.Models.Detection.Boxes;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Boxes;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>
/// Boxes that may hold an object, and stages that look at boxes: what two-stage detectors put out (He et al. 2017). In training a
/// supervisor drives the stages with boxes that it samples against the truth; in evaluation the objects are found already.
/// </summary>
/// <param name="Proposals">What the region proposal network says of the pyramid's maps.</param>
/// <param name="Semantic">(N, S + 1, h, w) logits at stride 4 of objects of any class and of S classes of stuff; null without such a head.
/// </param>
/// <param name="Size">Height and width of the images without padding to the network's stride.</param>
/// <param name="PaddedSize">Height and width of the images after that padding, which the maps span.</param>
/// <param name="Classes">Which classes the maps are of.</param>
/// <param name="Reading">How they are read.</param>
public sealed record Detections(
    IReadOnlyList<ProposalLevel> Proposals,
    Tensor? Semantic,
    (int Height, int Width) Size,
    (int Height, int Width) PaddedSize,
    ThingTable Classes,
    BoxReadingConfig Reading) : BoxOutputs(Classes, Reading)
{
    /// <summary>The pyramid's maps, finest first; empty once the outputs of an evaluation have left the network's scope.</summary>
    public required IReadOnlyList<Tensor> Pyramid { get; init; }

    /// <summary>The objects of every image; null while training, where they are found when they are read.</summary>
    public IReadOnlyList<FoundBoxes>? Found { get; init; }

    /// <summary>The likeliest boxes of every image and their logits, without gradients.</summary>
    public required Func<IReadOnlyList<(Tensor Boxes, Tensor Logits)>> Propose { get; init; }

    /// <summary>What a stage says of the boxes of each image, with gradients.</summary>
    public required Func<int, IReadOnlyList<Tensor>, BoxPrediction> Stage { get; init; }

    /// <summary>How boxes are coded in each stage.</summary>
    public required IReadOnlyList<BoxCoder> Coders { get; init; }

    /// <summary>The masks of every class in the boxes of each image, (R, T, 28, 28) logits, with gradients.</summary>
    public required Func<IReadOnlyList<Tensor>, Tensor> Masks { get; init; }

    /// <summary>Finds the objects of every image among boxes, without gradients.</summary>
    public required Func<IReadOnlyList<Tensor>, IReadOnlyList<FoundBoxes>> Find { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Logits =>
    [
        .. Proposals.Select(level => level.Objectness),
        .. Semantic is null ? Array.Empty<Tensor>() : [Semantic],
    ];

    /// <inheritdoc/>
    public override Device Device => Proposals[0].Objectness.Device;

    /// <inheritdoc/>
    /// <returns>What was found, or, while training, what is found now, in the innermost open scope.</returns>
    public override FoundBoxes Objects(int image) => (Found ?? Find([.. Propose().Select(each => each.Boxes)]))[image];

    /// <inheritdoc/>
    public override MaskOutputs Return(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        foreach (var level in Proposals)
        {
            scope.Return(level.Objectness, level.Deltas, level.Anchors);
        }

        if (Semantic is not null)
        {
            scope.Return(Semantic);
        }

        foreach (var objects in Found ?? [])
        {
            objects.Return(scope);
        }

        return this with { Pyramid = Found is null ? scope.Return([.. Pyramid]) : [] };
    }

    /// <inheritdoc/>
    public override Tensor? StuffScores(int image, ReadingSize size) =>
        Semantic is null ? null : BoxReading.SemanticLogits(this, image, size);

    /// <inheritdoc/>
    public override Tensor? StuffProbabilities(int image, ReadingSize size) => StuffScores(image, size)?.Softmax(0);
}
