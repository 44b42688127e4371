using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;
using Panoptes.Models.Outputs;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Masks;

namespace Panoptes.Parity.Masks;

/// <summary>Runs one criterion fixture.</summary>
internal sealed partial class MaskCriterionCase(string path, JsonElement root)
{
    private readonly string name = Path.GetFileNameWithoutExtension(path);
    private readonly JsonElement config = root.GetProperty("config");
    private readonly Dictionary<string, Tensor> leaves = [];

    private int Images => config.GetProperty("batch").GetInt32();

    /// <summary>Runs it.</summary>
    public IReadOnlyList<ParityResult> Run()
    {
        using var scope = TensorScope.Open();
        var storedPath = Path.ChangeExtension(path, ".safetensors");
        using var stored = File.Exists(storedPath) ? WeightFile.Open(storedPath) : null;
        var loss = new MaskLossConfig
        {
            ClassWeight = config.GetProperty("cost_class").GetDouble(),
            MaskWeight = config.GetProperty("cost_mask").GetDouble(),
            DiceWeight = config.GetProperty("cost_dice").GetDouble(),
            NoObjectWeight = config.GetProperty("eos_coef").GetDouble(),
            Points = config.GetProperty("num_points").GetInt32(),
            Oversampling = config.GetProperty("oversample_ratio").GetDouble(),
            Importance = config.GetProperty("importance_sample_ratio").GetDouble(),
            Source = MaskSource.Instances,
        };
        var outputs = Predictions();
        var draws = new RecordedPointDraws(path, root.GetProperty("rand_calls"), Images, outputs.Layers.Count);
        using var batch = Truth(outputs.PaddedSize);
        var truths = MaskTruths.Of(
            batch, loss.Source ?? MaskSource.Segments, config.GetProperty("classes").GetInt32(), outputs.PaddedSize, Device.Cpu);
        var matcher = new MaskMatcher(new MaskWeights(loss.ClassWeight, loss.MaskWeight, loss.DiceWeight), loss.Points);
        var matches = matcher.Match(outputs, truths, draws);
        var losses = new MaskCriterion(loss).Compute(outputs, matches, draws);
        var total = losses.Select(term => term.Value * term.Weight).Aggregate((sum, term) => sum + term);
        total.Backward();
        return
        [
            .. outputs.Layers.SelectMany((_, layer) => Enumerable.Range(0, Images).SelectMany(Matching(layer))),
            .. losses.Select(term => CompareLoss(term)),
            new ParityResult(name, "loss", Relative(total.Item(), root.GetProperty("loss").GetDouble()), Tolerance("output_rel")),
            .. leaves.SelectMany(leaf => Compare($"grad.{leaf.Key}", leaf.Value.Grad!, stored, Tolerance("grad_rel"))),
        ];

        Func<int, IEnumerable<ParityResult>> Matching(int layer) =>
            image => CompareMatching(outputs, matcher, matches, draws, layer, image, stored);
    }

    private static string Layer(int layer, int layers) => layer == layers - 1 ? "last" : $"{layer}";

    private static double Relative(double found, double expected) => Math.Abs(found - expected) / Math.Max(Math.Abs(expected), 1e-3);

    private List<ParityResult> CompareMatching(
        MaskSet outputs, MaskMatcher matcher, MaskMatches matches, RecordedPointDraws draws, int layer, int image, WeightFile? stored)
    {
        var key = $"{Layer(layer, outputs.Layers.Count)}.image{image}";
        var expected = root.GetProperty("matching").GetProperty(key);
        var match = matches.Layers[layer][image];
        var isSame = match.Queries.SequenceEqual(Numbers(expected.GetProperty("queries")))
            && match.Masks.SequenceEqual(Numbers(expected.GetProperty("targets")));
        var results = new List<ParityResult> { new(name, $"matching {key}", isSame ? 0 : 1, 0) };
        if (matches.Truths[image].Masks.Count > 0)
        {
            var costs = matcher.Costs(outputs.Layers[layer], layer, image, matches.Truths[image], draws);
            results.AddRange(Compare($"cost.{key}", costs, stored, Tolerance("output_rel")));
        }

        return results;
    }

    private ParityResult CompareLoss(NamedLoss term)
    {
        var expected = root.GetProperty("losses").GetProperty(term.Name).GetDouble();
        var weight = root.GetProperty("weight_dict").GetProperty(term.Name).GetDouble();
        var error = term.Weight == weight ? Relative(term.Value.Item(), expected) : double.NaN;
        return new ParityResult(name, term.Name, error, Tolerance("output_rel"));
    }

    private IEnumerable<ParityResult> Compare(string output, Tensor found, WeightFile? stored, double tolerance)
    {
        var expected = ModelFixture.ReadOutput(root.GetProperty("outputs").GetProperty(output));
        return expected.L2 == 0
            ? [new ParityResult(name, $"output {output} largest", found.Abs().Max().Item(), 0)]
            : OutputComparison.Compare(name, output, expected, found, stored, new FixtureTolerance(tolerance, 0, 0, 0));
    }

    private double Tolerance(string kind) => root.GetProperty("tolerance").GetProperty(kind).GetDouble();

    // Masks that are given are their own embeddings: the features are then one pixel each.
    private MaskSet Predictions()
    {
        var factors = Factors().Match(root.GetProperty("input_note").GetString() ?? "");
        if (!factors.Success)
        {
            throw new InputException(
                path, "an input_note without factors", "pred_logits = A*u(name), pred_masks = B*u(name)", "get the fixture again");
        }

        var layers = config.GetProperty("aux_layers").GetInt32() + 1;
        var inputs = root.GetProperty("input");
        var prefix = inputs.EnumerateObject().First().Name.Split('.')[0];
        var predictions = new List<MaskPrediction>();
        for (var layer = 0; layer < layers; layer++)
        {
            var logits = Leaf($"{prefix}.logits.{Layer(layer, layers)}", inputs, factors.Groups[1].Value);
            var masks = Leaf($"{prefix}.masks.{Layer(layer, layers)}", inputs, factors.Groups[2].Value);
            var (height, width) = (masks.Size(2), masks.Size(3));
            var features = Ops.Eye(height * width, DType.Float32).View([1, -1, height, width]).Expand([Images, -1, -1, -1]);
            predictions.Add(new MaskPrediction(logits, masks.Flatten(2), masks, features));
        }

        var size = Numbers(config.GetProperty("target_size"));
        return new MaskSet(predictions, (size[0], size[1]));
    }

    private Tensor Leaf(string input, JsonElement inputs, string factor)
    {
        long[] shape = [.. inputs.GetProperty(input).EnumerateArray().Select(size => size.GetInt64())];
        var values = Formula.Values(input, shape.Aggregate(1L, (product, size) => product * size));
        var scale = float.Parse(factor, CultureInfo.InvariantCulture);
        var leaf = Tensor.From<float>(Array.ConvertAll(values, u => u * scale), shape);
        leaf.RequiresGrad = true;
        return leaves[input] = leaf;
    }

    private Batch Truth((int Height, int Width) size)
    {
        var images = root.GetProperty("targets").EnumerateArray().Select(target => Instances(target, size)).ToArray();
        var geometry = Geometry.Identity(size.Width, size.Height);
        return new Batch(
            0,
            new Dictionary<string, Tensor> { [Batch.ImageView] = Tensor.Zeros([Images, 3, size.Height, size.Width]) },
            new BatchTargets(Instances: images),
            [.. Enumerable.Range(0, Images).Select(n => new SampleInfo(n, new SampleFiles($"image {n}", path, null), geometry))]);
    }

    private static IReadOnlyList<InstanceTarget> Instances(JsonElement target, (int Height, int Width) size)
    {
        var (labels, rectangles) = (target.GetProperty("labels").EnumerateArray(), target.GetProperty("rects").EnumerateArray());
        return [.. labels.Zip(rectangles, (label, some) => Instance(label.GetInt32(), some, size))];
    }

    private static InstanceTarget Instance(int label, JsonElement rectangles, (int Height, int Width) size)
    {
        var plane = new Plane<byte>(size.Width, size.Height);
        foreach (var rectangle in rectangles.EnumerateArray().Select(Numbers))
        {
            for (var y = rectangle[0]; y < rectangle[2]; y++)
            {
                plane.Row(y)[rectangle[1]..rectangle[3]].Fill(1);
            }
        }

        var mask = RunLengthMask.Encode(plane);
        return new InstanceTarget(0, label, false, mask, mask.Box);
    }

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];

    [GeneratedRegex(@"pred_logits = ([\d.]+)\*u\(name\), pred_masks = ([\d.]+)\*u\(name\)")]
    private static partial Regex Factors();
}
