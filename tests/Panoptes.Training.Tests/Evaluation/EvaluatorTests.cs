using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Metrics.Semantic;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Engine;

namespace Panoptes.Training.Tests.Evaluation;

public class EvaluatorTests
{
    private const int Classes = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Counts_equal_a_brute_force_over_every_pixel_at_the_labels_size(int labelDenominator)
    {
        var dataset = new MemoryDataset(5, Classes, labelDenominator);
        using var model = new TinySegmenter(Classes);
        var expected = new ConfusionMatrix(Classes);
        var likelihood = 0.0;
        for (var n = 0; n < dataset.Count; n++)
        {
            using var scope = TensorScope.Open();
            using var noGrad = Autograd.NoGrad();
            var sample = dataset.Load(n);
            var labels = sample.Labels!;
            model.Train(false);
            var logits = ((Models.Outputs.SemanticOutputs)model.Forward(Normalized(sample.Image))).Logits;
            var full = Upsampling.ToSize(Upsampling.ToSize(logits, sample.Image.Height, sample.Image.Width), labels.Height, labels.Width);
            var probabilities = full.LogSoftmax(1).ToArray<float>();
            var size = labels.Width * labels.Height;
            for (var i = 0; i < size; i++)
            {
                if (labels.Pixels[i] != 255)
                {
                    var best = Enumerable.Range(0, Classes).MaxBy(c => probabilities[(c * size) + i]);
                    expected.AddCount(labels.Pixels[i], best, 1);
                    likelihood -= probabilities[(labels.Pixels[i] * size) + i];
                }
            }
        }

        var config = new EvaluationConfig { WorstImages = 2 };
        var result = new Evaluator(dataset, config).Evaluate(new Predictor(model, config, Normalization.ImageNet));

        Assert.Equal(expected.ToArrays(), result.Semantic().Confusion.ToArrays());
        Assert.Equal(likelihood / expected.Valid, result.Semantic().Loss!.Value, 1e-4);
        Assert.Equal(5, result.Images);
        Assert.Equal(2, result.Kinds[0].WorstImages.Count);
        Assert.True(result.Kinds[0].WorstImages[0].Score <= result.Kinds[0].WorstImages[1].Score);
    }

    [Fact]
    public void Batches_and_prefetching_change_nothing()
    {
        var dataset = new MemoryDataset(9, Classes, size: n => (24 + (8 * (n / 3)), 16));
        using var model = new TinySegmenter(Classes);
        var results = new[] { (1, 0), (2, 3), (4, 20) }.Select(setting =>
        {
            var config = new EvaluationConfig { BatchSize = setting.Item1, Prefetch = setting.Item2 };
            return new Evaluator(dataset, config).Evaluate(new Predictor(model, config, Normalization.ImageNet));
        }).ToList();
        Assert.All(results, result => Assert.Equal(results[0].Semantic().Confusion.ToArrays(), result.Semantic().Confusion.ToArrays()));
        Assert.All(results, result => Assert.Equal(
            results[0].Kinds[0].WorstImages.Select(image => (image.Name, image.Score)),
            result.Kinds[0].WorstImages.Select(image => (image.Name, image.Score))));
    }

    [Fact]
    public void Counts_of_parts_merge_to_those_of_the_whole()
    {
        var dataset = new MemoryDataset(7, Classes);
        using var model = new TinySegmenter(Classes);
        var config = new EvaluationConfig { WorstImages = 3 };
        var (evaluator, predictor) = (new Evaluator(dataset, config), new Predictor(model, config, Normalization.ImageNet));
        var whole = evaluator.Evaluate(predictor);
        var counts = evaluator.Count(predictor, part: 2, parts: 3);
        counts.Merge(evaluator.Count(predictor, part: 0, parts: 3));
        counts.Merge(evaluator.Count(predictor, part: 1, parts: 3));
        var merged = counts.Result();
        Assert.Equal(whole.Images, merged.Images);
        Assert.Equal(whole.Semantic().Confusion.ToArrays(), merged.Semantic().Confusion.ToArrays());
        Assert.Equal(whole.Kinds[0].WorstImages.Select(image => image.Name), merged.Kinds[0].WorstImages.Select(image => image.Name));
    }

    [Fact]
    public void A_single_window_over_the_whole_image_is_the_whole_image()
    {
        using var model = new TinySegmenter(Classes);
        var image = new MemoryDataset(1, Classes).Load(0).Image;
        var whole = Labels(model, new EvaluationConfig(), image);
        Assert.Equal(whole, Labels(
            model, new EvaluationConfig { Mode = EvaluationMode.Slide, Window = [64, 64], Stride = [48, 48] }, image));
    }

    [Fact]
    public void Windows_of_a_model_that_sees_single_pixels_join_without_a_seam()
    {
        using var model = new PointwiseSegmenter(Classes);
        var image = new MemoryDataset(1, Classes).Load(0).Image;
        using var scope = TensorScope.Open();
        var whole = Scores(model, new EvaluationConfig(), image);
        foreach (var cpu in new[] { false, true })
        {
            var slide = new EvaluationConfig { Mode = EvaluationMode.Slide, Window = [9, 7], Stride = [5, 4], AccumulateOnCpu = cpu };
            Assert.All(whole.Zip(Scores(model, slide, image)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public void Constant_logits_survive_windows_scales_and_flips()
    {
        using var model = new ConstantSegmenter(Classes);
        var image = new MemoryDataset(1, Classes).Load(0).Image;
        var everything =
            new EvaluationConfig { Mode = EvaluationMode.Slide, Window = [10, 10], Stride = [7, 6], Scales = [0.5, 1, 1.75], Flip = true };
        Assert.All(Labels(model, everything, image), label => Assert.Equal(2, label));
        Assert.All(Labels(model, new EvaluationConfig { Size = [10, 100] }, image), label => Assert.Equal(2, label));
    }

    [Fact]
    public void Flipping_averages_the_probabilities_of_both_sides()
    {
        using var model = new PointwiseSegmenter(Classes);
        var image = new MemoryDataset(1, Classes).Load(0).Image;
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var plain = Scores(model, new EvaluationConfig(), image);
        var flipped = Scores(model, new EvaluationConfig { Flip = true }, image);
        var expected = Tensor.From<float>(plain, 1, Classes, image.Height, image.Width).Softmax(1).ToArray<float>();
        Assert.All(expected.Zip(flipped), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_model_of_another_class_count_is_refused()
    {
        using var model = new TinySegmenter(Classes + 1);
        var config = new EvaluationConfig();
        Assert.Throws<InputException>(
            () => new Evaluator(new MemoryDataset(1, Classes), config).Evaluate(new Predictor(model, config, Normalization.ImageNet)));
    }

    [Fact]
    public void Evaluating_leaves_the_mode_the_generators_and_no_tensor_behind()
    {
        using var model = new TinySegmenter(Classes);
        var config = new EvaluationConfig { Flip = true };
        var dataset = new MemoryDataset(3, Classes);
        var predictor = new Predictor(model, config, Normalization.ImageNet);
        new Evaluator(dataset, config).Evaluate(predictor);
        var (live, state) = (TensorScope.LiveTensors, Randomness.GetState(Device.Cpu));
        new Evaluator(dataset, config).Evaluate(predictor);
        Assert.Equal(live, TensorScope.LiveTensors);
        Assert.Equal(state, Randomness.GetState(Device.Cpu));
        Assert.True(model.IsTraining);
    }

    [Fact]
    public void An_evaluation_can_be_given_up()
    {
        using var model = new TinySegmenter(Classes);
        using var stop = new CancellationTokenSource();
        var config = new EvaluationConfig();
        var seen = 0;
        Assert.Throws<OperationCanceledException>(() => new Evaluator(new MemoryDataset(5, Classes), config).Evaluate(
            new Predictor(model, config, Normalization.ImageNet),
            (done, _) =>
            {
                seen = done;
                if (done == 2)
                {
                    stop.Cancel();
                }
            },
            stop: stop.Token));
        Assert.Equal(2, seen);
    }

    private static ushort[] Labels(Models.Segmenters.Segmenter model, EvaluationConfig config, RgbImage image) =>
        new Predictor(model, config, Normalization.ImageNet).Predict(image).Pixels;

    private static float[] Scores(Models.Segmenters.Segmenter model, EvaluationConfig config, RgbImage image) =>
        ((ClassMap)new Predictor(model, config, Normalization.ImageNet).Score([image], image.Width, image.Height)).Scores()
            .ToArray<float>();

    private static Tensor Normalized(RgbImage image)
    {
        var values = new float[3 * image.Width * image.Height];
        Resampler.ColorToPlanarFloat(image, Geometry.Identity(image.Width, image.Height), Normalization.ImageNet, values);
        return Tensor.From<float>(values, 1, 3, image.Height, image.Width);
    }
}
