using System.Text.Json;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Parity.PlainMasks;

/// <summary>Runs one inference fixture through the predictor that evaluations use.</summary>
internal sealed class EomtInferenceCase(string path, JsonElement root)
{
    // Levels of colors as they are.
    private static readonly Normalization Levels = new([0, 0, 0], [1, 1, 1]);

    private readonly string name = Path.GetFileNameWithoutExtension(path);
    private readonly JsonElement config = root.GetProperty("config");

    /// <summary>Runs it.</summary>
    public IReadOnlyList<ParityResult> Run()
    {
        using var scope = TensorScope.Open();
        using var stored = WeightFile.Open(Path.ChangeExtension(path, ".safetensors"));
        return [.. Semantic(stored), .. Panoptic(stored), .. Instances(stored)];
    }

    private IEnumerable<ParityResult> Semantic(WeightFile stored)
    {
        var settings = config.GetProperty("semantic");
        var side = settings.GetProperty("img_size")[0].GetInt32();
        using var network = new GivenMasks(Logits("semantic.class_logits", stored, 3), Logits("semantic.mask_logits", stored, 4), side);
        var evaluation = new EvaluationConfig { Mode = EvaluationMode.Cover, Window = [side, side] };
        var predictor = new Predictor(network, evaluation, Levels, channelsLast: false);
        var results = new List<ParityResult>();
        for (var i = 0; i < settings.GetProperty("image_sizes").GetArrayLength(); i++)
        {
            var image = Image($"semantic.image.{i}");
            var found = (ClassMap)predictor.Score([image], image.Width, image.Height);
            results.AddRange(Compare($"semantic.logits.{i}", found.Scores().Select(0, 0), stored, Tolerance("output_rel")));
        }

        return [.. ComparePixels("semantic.crops", network.Seen), .. results];
    }

    private IEnumerable<ParityResult> Panoptic(WeightFile stored)
    {
        var settings = config.GetProperty("panoptic");
        var stuff = settings.GetProperty("stuff_classes").EnumerateArray().Select(id => id.GetInt32()).ToArray();
        var classes = settings.GetProperty("num_classes").GetInt32();
        using var network = Network(stored);
        var predictor = Fitted(network, [.. Enumerable.Range(0, classes).Except(stuff)], new PanopticOptions
        {
            ObjectScore = settings.GetProperty("mask_thresh").GetDouble(),
            Overlap = settings.GetProperty("overlap_thresh").GetDouble(),
        });
        var expected = root.GetProperty("panoptic_segments");
        var results = new List<ParityResult>();
        for (var i = 0; i < expected.GetArrayLength(); i++)
        {
            var image = Image($"panoptic.image.{i}");
            var found = predictor.Score([image], image.Width, image.Height).Panoptic(0);
            var own = found.Segments.Select(segment => $"{segment.Id - 1} {segment.Class} {segment.Area}");
            var wanted = expected[i].EnumerateArray().Select(segment => string.Join(' ', segment.EnumerateArray()));
            results.Add(Differing($"panoptic_segments.{i}", own.SequenceEqual(wanted) ? 0 : 1));
            results.Add(ComparePrediction(i, found, classes, stored));
            results.AddRange(CompareMasks(i, image, stored));
        }

        return [.. ComparePixels("panoptic.images", network.Seen), .. results];
    }

    private IEnumerable<ParityResult> Instances(WeightFile stored)
    {
        var most = config.GetProperty("instance").GetProperty("eval_top_k_instances").GetInt32();
        using var network = Network(stored);
        var predictor = Fitted(network, [.. Enumerable.Range(0, network.NumClasses)], new PanopticOptions(), most);
        for (var i = 0; root.GetProperty("outputs").TryGetProperty($"instance.scores.{i}", out _); i++)
        {
            var image = Image($"panoptic.image.{i}");
            var found = predictor.Score([image], image.Width, image.Height).Instances(0).Instances
                .OrderByDescending(instance => instance.Score).ThenBy(instance => instance.Class).ThenBy(instance => instance.Mask.Area)
                .ToArray();

            // Masks without a pixel are no objects here; their score is 0 in the reference.
            var (areas, labels, wanted) = (Numbers("areas"), Numbers("labels"), Numbers("scores"));
            double[] Real(double[] numbers) => [.. numbers.Where((_, k) => areas[k] > 0)];
            var error = Real(wanted).Zip(found, (score, instance) => Math.Abs(instance.Score - score) / score).DefaultIfEmpty(0).Max();
            yield return new ParityResult(name, $"instance.scores.{i} (relative)", error, Tolerance("output_rel"));
            yield return Differing($"instance.labels.{i}", Different(Real(labels), found.Select(instance => (double)instance.Class)));
            yield return Differing($"instance.areas.{i}", Different(Real(areas), found.Select(instance => (double)instance.Mask.Area)));

            double[] Numbers(string kind) => Stored(stored, $"instance.{kind}.{i}").ToArray<double>();
        }
    }

    private static int Different(double[] wanted, IEnumerable<double> own)
    {
        var found = own.ToArray();
        return Math.Abs(wanted.Length - found.Length) + wanted.Zip(found).Count(pair => pair.First != pair.Second);
    }

    private ParityResult Differing(string quantity, double count) => new(name, $"{quantity} entries that differ", count, 0);

    private ParityResult ComparePrediction(int image, PanopticPrediction found, int classes, WeightFile stored)
    {
        // Class and segment of every pixel; what has neither is the class after the last, and segment -1.
        var wanted = Stored(stored, $"panoptic.preds.{image}").ToArray<double>();
        var classOf = found.Segments.ToDictionary(segment => segment.Id, segment => segment.Class);
        var own = found.Ids.Pixels.SelectMany(id => id == 0 ? new double[] { classes, -1 } : [classOf[id], id - 1]).ToArray();
        return Differing(
            $"panoptic.preds.{image}", Math.Abs(own.Length - wanted.Length) + own.Zip(wanted).Count(pair => pair.First != pair.Second));
    }

    private IEnumerable<ParityResult> CompareMasks(int index, RgbImage image, WeightFile stored)
    {
        using var network = Network(stored);
        var side = config.GetProperty("panoptic").GetProperty("img_size");
        var (width, height) = new EvaluationConfig { Size = [side[0].GetInt32(), side[1].GetInt32()] }.InputSize(image.Width, image.Height);
        for (var k = 0; k < index; k++)
        {
            network.Forward(Tensor.Zeros([1, 3, 1, 1]));
        }

        var outputs = (MaskSet)network.Forward(Tensor.Zeros([1, 3, 1, 1]));
        var all = Tensor.Empty([outputs.Last.MaskLogits.Size(1), image.Height, image.Width]);
        new FullMasks(outputs, 0, new ReadingSize(height, width, image.Height, image.Width)).ForEach(
            [.. Enumerable.Range(0, (int)all.Size(0))], (first, logits) => all.Narrow(0, first, logits.Size(0)).CopyInPlace(logits));
        return [.. Compare($"panoptic.mask_logits.{index}", all, stored, Tolerance("output_rel"))];
    }

    private GivenMasks Network(WeightFile stored) => new(
        Stored(stored, "panoptic.class_logits"), Stored(stored, "panoptic.mask_logits"),
        config.GetProperty("panoptic").GetProperty("img_size")[0].GetInt32());

    private Predictor Fitted(GivenMasks network, IReadOnlyList<int> things, PanopticOptions panoptic, int most = 100)
    {
        var size = config.GetProperty("panoptic").GetProperty("img_size").EnumerateArray().Select(side => side.GetInt32()).ToArray();
        return new Predictor(
            network, new EvaluationConfig { Size = size }, Levels, channelsLast: false,
            reading: new ReadingOptions(things.ToHashSet(), panoptic, most));
    }

    private IEnumerable<ParityResult> ComparePixels(string output, List<Tensor> images)
    {
        var reference = ModelFixture.ReadOutput(root.GetProperty("outputs").GetProperty(output));
        var values = Ops.Cat([.. images], 0).ToArray<double>();
        var count = reference.Shape.Aggregate(1L, (product, size) => product * size);
        yield return new ParityResult(name, $"output {output} count", Math.Abs(values.Length - count), 0);
        yield return new ParityResult(
            name, $"output {output} levels", reference.Samples.Max(sample => Math.Abs(values[sample.Index] - sample.Value)),
            Tolerance("images_absolute"));
    }

    private IEnumerable<ParityResult> Compare(string output, Tensor found, WeightFile stored, double tolerance) => OutputComparison.Compare(
        name, output, ModelFixture.ReadOutput(root.GetProperty("outputs").GetProperty(output)), found, stored,
        new FixtureTolerance(tolerance, 0, 0, 0));

    private double Tolerance(string kind) => root.GetProperty("tolerance").GetProperty(kind).GetDouble();

    private static Tensor Stored(WeightFile stored, string tensor) => stored.ReadTensor(stored.Find(tensor)!);

    private Tensor Logits(string input, WeightFile stored, float factor) => stored.Find(input) is { } entry
        ? stored.ReadTensor(entry)
        : Tensor.From(Array.ConvertAll(Formula.Values(input, Count(input)), u => u * factor), Shape(input));

    private long[] Shape(string input) =>
        [.. root.GetProperty("input").GetProperty(input).EnumerateArray().Select(side => side.GetInt64())];

    private long Count(string input) => Shape(input).Aggregate(1L, (product, size) => product * size);

    private RgbImage Image(string input)
    {
        var shape = Shape(input);
        var (height, width) = ((int)shape[1], (int)shape[2]);
        var values = Formula.Values(input, Count(input));
        var image = new RgbImage(width, height);
        for (var i = 0; i < values.Length; i++)
        {
            var (channel, pixel) = (i / (height * width), i % (height * width));
            image.Pixels[(pixel * 3) + channel] = (byte)Math.Floor((values[i] + 1) / 2 * 256);
        }

        return image;
    }
}
