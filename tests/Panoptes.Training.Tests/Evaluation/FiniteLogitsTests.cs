using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Tests.Evaluation;

/// <summary>No class is taken from logits that are not finite.</summary>
public sealed class FiniteLogitsTests
{
    private const int Classes = 3;

    public static TheoryData<float, string> Cases()
    {
        var cases = new TheoryData<float, string>();
        foreach (var value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            foreach (var how in (string[])["whole", "slide", "scales", "flip"])
            {
                cases.Add(value, how);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_image_whose_logits_are_not_finite_is_named_and_gets_no_class(float value, string how)
    {
        using var model = new Spoiled(Classes, value);
        var predictor = new Predictor(model, How(how), Normalization.ImageNet);
        var good = Image(bright: false);
        Assert.Equal(good.Width, predictor.Predict(good, "good.png").Width);
        var error = Assert.Throws<InputException>(() => predictor.Predict(Image(bright: true), "bright.png"));
        Assert.Contains("bright.png", error.Message, StringComparison.Ordinal);
        Assert.Contains("not finite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_right_image_of_a_batch_is_named()
    {
        using var scope = TensorScope.Open();
        using var model = new Spoiled(Classes, float.NaN);
        var predictor = new Predictor(model, new EvaluationConfig(), Normalization.ImageNet);
        RgbImage[] images = [Image(false), Image(false), Image(true)];
        var error = Assert.Throws<InputException>(() => predictor.Score(images, 16, 12, ["a.png", "b.png", "c.png"]));
        Assert.Contains("c.png", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_evaluation_ends_without_a_score(bool loss)
    {
        using var model = new Spoiled(Classes, float.PositiveInfinity, always: true);
        var config = new EvaluationConfig { Loss = loss };
        var error = Assert.Throws<InputException>(
            () => new Evaluator(new MemoryDataset(2, Classes), config).Evaluate(new Predictor(model, config, Normalization.ImageNet)));
        Assert.Contains("0.png", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_the_network_cannot_take_is_named()
    {
        using var model = new Choosy(Classes);
        var error = Assert.Throws<InputException>(
            () => new Predictor(model, new EvaluationConfig(), Normalization.ImageNet).Predict(Image(false), "tiny.png"));
        Assert.Contains("tiny.png", error.Message, StringComparison.Ordinal);
        Assert.Contains("16x12", error.Message, StringComparison.Ordinal);
    }

    private static EvaluationConfig How(string how) => how switch
    {
        "slide" => new EvaluationConfig { Mode = EvaluationMode.Slide, Window = [8, 8], Stride = [4, 4] },
        "scales" => new EvaluationConfig { Scales = [0.5, 1] },
        "flip" => new EvaluationConfig { Flip = true },
        _ => new EvaluationConfig(),
    };

    private static RgbImage Image(bool bright)
    {
        var image = new RgbImage(16, 12);
        Array.Fill(image.Pixels, bright ? (byte)255 : (byte)0);
        return image;
    }

    /// <summary>Spoils one logit of a bright image.</summary>
    private sealed class Spoiled(int classes, float value, bool always = false) : Segmenter
    {
        public override int NumClasses => classes;

        public override SegmenterOutputs Forward(Tensor images)
        {
            var logits = Tensor.Zeros([images.Size(0), classes, images.Size(2), images.Size(3)]);
            for (var n = 0; n < images.Size(0); n++)
            {
                if (always || images.Narrow(0, n, 1).Mean().Item() > 0)
                {
                    logits.Narrow(0, n, 1).Narrow(1, 1, 1).Narrow(2, 2, 1).Narrow(3, 2, 1).CopyInPlace(Tensor.Full([1, 1, 1, 1], value));
                }
            }

            return new SemanticOutputs(logits, new Dictionary<string, Tensor>());
        }
    }

    private sealed class Choosy(int classes) : Segmenter
    {
        public override int NumClasses => classes;

        public override SegmenterOutputs Forward(Tensor images) =>
            throw new InputException("model input", "a feature map of 1x1", "at least 2x2", "use larger images");
    }
}
