using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.DynamicKernels;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Tests.Masks;

namespace Panoptes.Training.Tests.Evaluation;

public sealed class MaskViewsPredictionTests
{
    private const int Pixels = TestScene.Width * TestScene.Height;

    private static readonly ReadingOptions Reading =
        new(new HashSet<int> { 1, 3 }, new PanopticOptions { ObjectScore = 0.1, Overlap = 0.1 }, 20);

    [Theory]
    [InlineData("masks", 1)]
    [InlineData("masks", 2)]
    [InlineData("kernels", 1)]
    [InlineData("kernels", 2)]
    public void Views_that_say_the_same_give_that_same_prediction(string network, int seed)
    {
        using var scope = TensorScope.Open();
        using var model = Network(network, seed);
        var image = TestScene.Noise(seed);
        var once = Said(model, new EvaluationConfig(), image);
        foreach (var count in new[] { 2, 3 })
        {
            var often = Said(model, new EvaluationConfig { Scales = [.. Enumerable.Repeat(1.0, count)] }, image);
            AssertSame(once.Panoptic(0), often.Panoptic(0));
            Assert.NotEmpty(once.Instances(0).Instances);
            Assert.All(once.Instances(0).Instances.Zip(often.Instances(0).Instances), pair =>
            {
                Assert.Equal(pair.First.Class, pair.Second.Class);
                Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4);
                Assert.InRange(Math.Abs(pair.First.Mask.Area - pair.Second.Mask.Area), 0, 4);
            });
            Assert.InRange((once.Probabilities(0)! - often.Probabilities(0)!).Abs().Max().Item(), 0, 1e-5);
        }
    }

    [Theory]
    [InlineData("masks", 1)]
    [InlineData("masks", 2)]
    [InlineData("kernels", 1)]
    [InlineData("kernels", 2)]
    public void The_mirrored_image_is_said_to_be_the_mirrored_scene(string network, int seed)
    {
        using var scope = TensorScope.Open();
        using var model = Network(network, seed);
        var config = new EvaluationConfig { Scales = [0.75, 1], Flip = true };
        var image = TestScene.Noise(seed);
        var said = Said(model, config, image).Panoptic(0);
        var mirrored = Said(model, config, TestScene.Mirrored(image)).Panoptic(0);
        Assert.NotEmpty(said.Segments);
        AssertSame(said, new PanopticPrediction(Mirrored(mirrored.Ids), mirrored.Segments));
    }

    [Fact]
    public void Classes_of_pixels_are_those_of_the_mean_of_the_views_whatever_else_is_asked_for()
    {
        using var scope = TensorScope.Open();
        using var model = Network("masks", 1);
        var config = new EvaluationConfig { Scales = [0.5, 1], Flip = true };
        var all = Said(model, config, TestScene.Noise(1));
        var alone = Said(model, config, TestScene.Noise(1), Reading with { HasSegments = false });
        Assert.Equal(alone.Labels()[0].Pixels, all.Labels()[0].Pixels);
        Assert.Equal(alone.SureLabels(0.3, 255)[0].Pixels, all.SureLabels(0.3, 255)[0].Pixels);
        Assert.Equal(alone.Probabilities(0)!.ClampMax(1).ToArray<float>(), all.Probabilities(0)!.ToArray<float>());
        Assert.Contains("task=panoptic", Assert.Throws<InputException>(() => alone.Panoptic(0)).Advice);
        var slide = new EvaluationConfig { Mode = EvaluationMode.Slide, Window = [64, 64], Stride = [64, 32] };
        var windows = Said(model, slide, TestScene.Noise(1));
        Assert.Contains("mode=whole", Assert.Throws<InputException>(() => windows.Instances(0)).Advice);
    }

    [Theory]
    [InlineData("masks")]
    [InlineData("kernels")]
    public void Views_leave_no_tensor_behind(string network)
    {
        using var model = Network(network, 1);
        var before = TensorScope.LiveTensors;
        using (TensorScope.Open())
        {
            var said = Said(model, new EvaluationConfig { Scales = [0.5, 1], Flip = true }, TestScene.Noise(5));
            var kept = TensorScope.LiveTensors;
            said.Panoptic(0);
            said.Instances(0);
            said.Labels();
            Assert.Equal(kept, TensorScope.LiveTensors);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_network_of_a_fixed_size_is_mirrored_but_says_how_to_see_other_scales()
    {
        using var scope = TensorScope.Open();
        using var model = ModelCatalog.Create(new ModelConfig
        {
            Name = "eomt_t",
            NumClasses = 5,
            Options = new EomtOptions
            {
                Width = 64,
                Heads = 4,
                Depth = 4,
                LateBlocks = 2,
                Queries = 24,
                ImageSize = [TestScene.Height, TestScene.Width],
            },
        });
        Said(model, new EvaluationConfig { Flip = true }, TestScene.Noise(6)).Panoptic(0);
        var refused = Assert.Throws<InputException>(() => Said(model, new EvaluationConfig { Scales = [0.5, 1] }, TestScene.Noise(6)));
        Assert.Contains("model.resample_positions=true", refused.Advice);
    }

    // Sharp enough that what it says does not hang on rounding.
    private static Segmenter Network(string kind, int seed)
    {
        Randomness.Seed(seed);
        if (kind == "masks")
        {
            var masks = new TinyMaskNetwork(5, 12);
            using var scope = TensorScope.Open();
            using var noGrad = Autograd.NoGrad();
            foreach (var (name, tensor) in masks.NamedParameters().Where(one => one.Name is "category.weight" or "mask.weight"))
            {
                tensor.MulInPlace(4);
            }

            return masks;
        }

        return ModelCatalog.Create(new ModelConfig
        {
            Name = "panoptic_fcn_mobilenetv2",
            NumClasses = 5,
            Options = PanopticFcnOptions.Small with { Width = 32, EmbeddingWidth = 16, KernelMaps = 3, StuffArea = 16, Things = [1, 3] },
        });
    }

    private static IBatchPrediction Said(Segmenter model, EvaluationConfig config, RgbImage image, ReadingOptions? reading = null) =>
        new Predictor(model, config, Normalization.ImageNet, reading: reading ?? Reading).Score([image], image.Width, image.Height);

    private static void AssertSame(PanopticPrediction expected, PanopticPrediction actual)
    {
        Assert.Equal(expected.Segments.Select(segment => segment.Class), actual.Segments.Select(segment => segment.Class));
        Assert.All(expected.Segments.Zip(actual.Segments), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-4));
        Assert.InRange(Enumerable.Range(0, Pixels).Count(i => expected.Ids.Pixels[i] != actual.Ids.Pixels[i]), 0, Pixels / 500);
    }

    private static Plane<int> Mirrored(Plane<int> plane)
    {
        var mirrored = new Plane<int>(plane.Width, plane.Height);
        for (var i = 0; i < plane.Pixels.Length; i++)
        {
            mirrored.Pixels[i] = plane.Row(i / plane.Width)[plane.Width - 1 - (i % plane.Width)];
        }

        return mirrored;
    }
}
