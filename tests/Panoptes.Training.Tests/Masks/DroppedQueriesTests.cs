using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision.Masks;

namespace Panoptes.Training.Tests.Masks;

public sealed class DroppedQueriesTests
{
    private const int Side = 8;

    // Query 0 answers for the labeled mask; 1 sees something else; 2 the labeled mask again; 3 something else, but says it is nothing.
    [Theory]
    [InlineData(0.4, new[] { 1f, 0, 1, 1 })]
    [InlineData(1, new[] { 1f, 0, 0, 1 })]
    public void Only_what_answers_for_nothing_sees_something_and_meets_nothing_is_dropped(double least, float[] expected)
    {
        using var scope = TensorScope.Open();
        Assert.Equal(expected, DroppedQueries.Weights(Prediction(), [Truth(labeled: true)], [new ImageMatch([0], [0])], least)
            .ToArray<float>());
    }

    [Fact]
    public void Without_labels_everything_that_is_seen_is_dropped()
    {
        using var scope = TensorScope.Open();
        Assert.Equal([0f, 0, 0, 1], DroppedQueries.Weights(Prediction(), [Truth(labeled: false)], [new ImageMatch([], [])], 0.4)
            .ToArray<float>());
    }

    private static MaskPrediction Prediction()
    {
        var masks = Tensor.Full([1, 4, Side, Side], -1);
        masks.Select(1, 0).Narrow(2, 0, 4).FillInPlace(1);
        masks.Select(1, 1).Narrow(2, 6, 2).FillInPlace(1);
        masks.Select(1, 2).Narrow(2, 0, 4).FillInPlace(1);
        masks.Select(1, 3).Narrow(2, 6, 2).FillInPlace(1);
        var classes = Tensor.From([2f, 0, 0, 2, 0, 0, 2, 0, 0, 0, 0, 2], 1, 4, 3);
        return new MaskPrediction(classes, Tensor.Zeros([1, 4, 1]), masks, Tensor.Zeros([1, 1, Side, Side]));
    }

    // The left half of an image.
    private static MaskTruth Truth(bool labeled)
    {
        var plane = Tensor.Zeros([1, Side, Side], DType.Int32);
        plane.Narrow(2, 0, 4).FillInPlace(1);
        return new MaskTruth(plane, labeled ? [new TrueMask(0, 1, 0, true)] : [], (Side, Side), "image");
    }
}
