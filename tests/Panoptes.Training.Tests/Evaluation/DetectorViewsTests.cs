using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Predictions;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.TwoStage;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Tests.Evaluation;

public sealed class DetectorViewsTests
{
    private const int Width = TestScene.Width;
    private const int Height = TestScene.Height;

    private static readonly ReadingOptions Reading =
        new(new HashSet<int> { 1, 3 }, new PanopticOptions { ObjectScore = 0.3 }, 100);

    [Fact]
    public void One_view_is_read_as_the_network_puts_it_out()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = Detector();
        var said = Said(model, new EvaluationConfig(), TestScene.Noise(1));
        model.Eval();
        var input = Tensor.Empty([1, 3, Height, Width]);
        Resampler.ColorToPlanarFloat(
            TestScene.Noise(1), Geometry.Identity(Width, Height), Normalization.ImageNet, input.Data<float>(), threads: 1);
        var outputs = (Detections)model.Forward(input.ToMemoryFormat(MemoryFormat.ChannelsLast));
        var size = ReadingSize.Same(Height, Width);
        AssertSame(outputs.Panoptic(0, size, Reading.Things.Contains, Reading.Panoptic), said.Panoptic(0), 0);
        Assert.Equal(outputs.Scores(0, size).ToArray<float>(), said.Probabilities(0)!.ToArray<float>());
        Assert.Contains(said.Panoptic(0).Segments, segment => segment.IsThing);
    }

    [Fact]
    public void A_view_that_is_seen_twice_changes_nothing()
    {
        using var scope = TensorScope.Open();
        using var model = Detector();
        var once = Said(model, new EvaluationConfig(), TestScene.Noise(1));
        var twice = Said(model, new EvaluationConfig { Scales = [1, 1] }, TestScene.Noise(1));
        AssertSame(once.Panoptic(0), twice.Panoptic(0), 1e-5);
        Assert.Equal(once.Labels()[0].Pixels, twice.Labels()[0].Pixels);
        var (objects, same) = (once.Instances(0).Instances, twice.Instances(0).Instances);
        Assert.NotEmpty(objects);
        Assert.Equal(
            objects.Select(found => (found.Class, found.Score, found.Mask.ToCompressed())),
            same.Select(found => (found.Class, found.Score, found.Mask.ToCompressed())));
    }

    [Fact]
    public void The_mirrored_image_is_said_to_be_the_mirrored_scene()
    {
        using var scope = TensorScope.Open();
        using var model = Detector();
        var config = new EvaluationConfig { Scales = [0.75, 1], Flip = true };
        var (image, mirrored) = (Said(model, config, TestScene.Noise(2)), Said(model, config, TestScene.Mirrored(TestScene.Noise(2))));
        var (one, other) = (image.Panoptic(0), mirrored.Panoptic(0));
        Assert.Equal(one.Segments.Select(segment => segment.Class), other.Segments.Select(segment => segment.Class));
        Assert.Contains(one.Segments, segment => segment.IsThing);
        Assert.NotEqual(Said(model, new EvaluationConfig(), TestScene.Noise(2)).Panoptic(0).Ids.Pixels, one.Ids.Pixels);
        var different = Enumerable.Range(0, Width * Height)
            .Count(i => one.Ids.Pixels[i] != other.Ids.Row(i / Width)[Width - 1 - (i % Width)]);
        Assert.InRange(different, 0, Width * Height / 500);
        var probabilities = image.Probabilities(0)!.Select(0, 0) - mirrored.Probabilities(0)!.Select(0, 0).Flip([1]);
        Assert.InRange(probabilities.Abs().Max().Item(), 0, 1e-4);
    }

    [Fact]
    public void Images_of_a_batch_are_merged_each_for_itself_at_the_size_asked_for()
    {
        using var scope = TensorScope.Open();
        using var model = Detector();
        var config = new EvaluationConfig { Scales = [0.5, 1] };
        var both = Said(model, config, [TestScene.Noise(3), TestScene.Noise(4)], 2);
        var second = Said(model, config, [TestScene.Noise(4)], 2);
        Assert.Equal((2 * Width, 2 * Height), (both.Panoptic(1).Ids.Width, both.Panoptic(1).Ids.Height));
        AssertSame(second.Panoptic(0), both.Panoptic(1), 1e-6);
        Assert.Equal([5, 2 * Height, 2 * Width], both.Probabilities(1)!.Shape.ToArray());
        Assert.InRange(both.Probabilities(1)!.Max().Item(), 0.2, 1);
    }

    [Fact]
    public void Views_leave_no_tensor_behind()
    {
        using var model = Detector();
        var before = TensorScope.LiveTensors;
        using (TensorScope.Open())
        {
            var said = Said(model, new EvaluationConfig { Scales = [0.5, 1], Flip = true }, TestScene.Noise(5));
            said.Panoptic(0);
            said.Instances(0);
            said.Labels();

            // The maps of the pyramids are gone before the prediction is read.
            Assert.InRange(TensorScope.LiveTensors - before, 1, 10);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    // Sharp enough that what it says does not hang on rounding.
    private static Segmenter Detector()
    {
        Randomness.Seed(7);
        var model = ModelCatalog.Create(new ModelConfig
        {
            Name = "panoptic_cascade_mask_rcnn_r18",
            NumClasses = 5,
            Options = PanopticDetectorOptions.Small with
            {
                Width = 32,
                BoxWidth = 32,
                MaskWidth = 16,
                SemanticWidth = 32,
                Things = [1, 3],
                Score = 0.2,
            },
        });
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        foreach (var (name, tensor) in model.NamedParameters())
        {
            if (name.EndsWith("mask_head.predictor.weight", StringComparison.Ordinal))
            {
                tensor.MulInPlace(1000);
            }
            else if (name.EndsWith("cls_score.weight", StringComparison.Ordinal))
            {
                tensor.MulInPlace(20);
            }
        }

        return model;
    }

    private static IBatchPrediction Said(Segmenter model, EvaluationConfig config, RgbImage image) => Said(model, config, [image], 1);

    private static IBatchPrediction Said(Segmenter model, EvaluationConfig config, RgbImage[] images, int factor) =>
        new Predictor(model, config, Normalization.ImageNet, reading: Reading).Score(images, factor * Width, factor * Height);

    private static void AssertSame(PanopticPrediction expected, PanopticPrediction actual, double tolerance)
    {
        Assert.Equal(expected.Ids.Pixels, actual.Ids.Pixels);
        Assert.Equal(
            expected.Segments.Select(segment => segment with { Score = 0 }), actual.Segments.Select(segment => segment with { Score = 0 }));
        Assert.All(
            expected.Segments.Zip(actual.Segments), pair => Assert.InRange(Math.Abs(pair.First.Score - pair.Second.Score), 0, tolerance));
    }
}
