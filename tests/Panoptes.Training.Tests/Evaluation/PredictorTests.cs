using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Tests.Evaluation;

public sealed class PredictorTests
{
    [Fact]
    public void A_prepared_predictor_says_the_same_and_leaves_the_model_as_it_was()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(11);
        using var model = ModelCatalog.Create(
            new ModelConfig
            {
                Name = "deeplabv3plus_mobilenetv2",
                NumClasses = 4,
                Options = new DilatedOptions { WidthMultiplier = 0.25, HeadChannels = 16 },
            });
        using var noGrad = Autograd.NoGrad();
        foreach (var (buffer, tensor) in model.NamedBuffers())
        {
            // Statistics as a training leaves them: nothing of a normalization may be left out.
            _ = buffer.EndsWith("running_mean", StringComparison.Ordinal) ? tensor.UniformInPlace(-0.2, 0.2)
                : buffer.EndsWith("running_var", StringComparison.Ordinal) ? tensor.UniformInPlace(0.5, 2) : tensor;
        }

        var random = new SeededRandom(12);
        var image = new RgbImage(70, 50);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)random.NextInt(0, 256);
        }

        var predictor = new Predictor(model, new EvaluationConfig { Flip = true }, Normalization.ImageNet);
        var state = State(model);
        var (expected, live) = (Scores(), TensorScope.LiveTensors);
        using (predictor.Prepare())
        {
            Assert.InRange(TensorScope.LiveTensors - live, 2 * 30, long.MaxValue);
            var actual = Scores();
            var scale = expected.Max(Math.Abs);
            Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2e-5f * scale));
            Assert.NotEqual(expected, actual);
            Assert.Equal(state, State(model));
        }

        Assert.Equal(live, TensorScope.LiveTensors);
        Assert.Equal(state, State(model));
        Assert.Equal(expected, Scores());

        float[] Scores()
        {
            using var inner = TensorScope.Open();
            return ((ClassMap)predictor.Score([image], image.Width, image.Height)).Scores().ToArray<float>();
        }
    }

    private static List<float[]> State(Segmenter model) =>
        [.. model.StateDict().Where(entry => entry.Tensor.DType == DType.Float32).Select(entry => entry.Tensor.ToArray<float>())];
}
