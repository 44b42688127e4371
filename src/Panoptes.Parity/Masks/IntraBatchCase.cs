using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision.IntraBatch;
using Panoptes.Training.Supervision.Masks;

namespace Panoptes.Parity.Masks;

/// <summary>Runs one fixture of intra-batch supervision: the released code's form and the corrected one, at points and dense.</summary>
internal sealed class IntraBatchCase(string path, JsonElement root)
{
    private readonly string name = Path.GetFileNameWithoutExtension(path);
    private readonly JsonElement config = root.GetProperty("config");

    private int Images => config.GetProperty("batch").GetInt32();

    private int Layers => config.GetProperty("levels").GetInt32();

    /// <summary>Runs it.</summary>
    public IReadOnlyList<ParityResult> Run()
    {
        var storedPath = Path.ChangeExtension(path, ".safetensors");
        using var stored = File.Exists(storedPath) ? WeightFile.Open(storedPath) : null;
        return [.. from isReleased in new[] { true, false }
            from takesPoints in new[] { true, false }
            from result in Run(isReleased, takesPoints, stored)
            select result];
    }

    private static double Relative(double found, double expected) => Math.Abs(found - expected) / Math.Max(Math.Abs(expected), 1e-3);

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];

    private List<ParityResult> Run(bool isReleased, bool takesPoints, WeightFile? stored)
    {
        using var scope = TensorScope.Open();
        var (leaves, outputs) = Predictions();
        var form = $"{(isReleased ? "released" : "corrected")}.{(takesPoints ? "points" : "dense")}";
        var matching = new IntraBatchDraws(Images, Layers, takesPoints, isIntraBatch: false);
        RequireCalls(matching, takesPoints);
        var weights = config.GetProperty("weights").EnumerateArray().Select(weight => weight.GetDouble()).ToArray();
        var points = config.GetProperty("points").GetInt32();
        var matches = new MaskMatcher(new MaskWeights(weights[0], weights[1], weights[2]), points).Match(outputs, Truths(), matching);
        var predictions = MatchedThings.Of(new MatchedOutputs(outputs, matches, matching));
        var loss = new EmptyMaskLoss(
            new IntraBatchConfig
            {
                FocalAlpha = config.GetProperty("focal_alpha").GetDouble(),
                FocalGamma = config.GetProperty("focal_gamma").GetDouble(),
                Oversampling = config.GetProperty("oversample_ratio").GetDouble(),
                Importance = config.GetProperty("importance_sample_ratio").GetDouble(),
                DropClassZero = isReleased,
            },
            takesPoints ? points : 0);
        var draws = new IntraBatchDraws(Images, Layers, takesPoints, isIntraBatch: true);
        var results = new List<ParityResult>();
        Tensor? total = null;
        for (var number = 0; number < predictions.Count; number++)
        {
            var level = number == predictions.Count - 1 ? "last" : $"{number + 1}";
            var crops = root.GetProperty("partner_crop").GetProperty("per_level")[number + 1];
            int?[] partners = [.. Numbers(crops).Select(crop => (int?)crop)];
            var value = loss.Of(predictions[number], partners, image => leaves["features"].Select(0, image), draws, number);
            var expected = root.GetProperty("losses").GetProperty(form).GetProperty($"loss_mask_ibs.{level}").GetDouble();
            results.Add(new ParityResult(name, $"{form} loss {level}", Relative(value.Item(), expected), Tolerance("loss_rel")));
            total = total is null ? value : total + value;
        }

        var weighted = total! * config.GetProperty("ibs_weight").GetDouble();
        weighted.Backward();
        var sum = root.GetProperty("loss").GetProperty(form).GetDouble();
        results.Add(new ParityResult(name, $"{form} loss", Relative(weighted.Item(), sum), Tolerance("loss_rel")));
        results.AddRange(leaves.SelectMany(leaf => CompareGradient($"grad.{form}.{leaf.Key}", leaf.Value, stored)));
        return results;
    }

    private IEnumerable<ParityResult> CompareGradient(string output, Tensor leaf, WeightFile? stored) =>
        root.GetProperty("outputs").TryGetProperty(output, out var recorded)
            ? OutputComparison.Compare(
                name, output, ModelFixture.ReadOutput(recorded), leaf.Grad!, stored, new FixtureTolerance(Tolerance("grad_rel"), 0, 0, 0))
            : [new ParityResult(name, $"{output} is absent", leaf.Grad is null || leaf.Grad.Abs().Max().Item() == 0 ? 0 : 1, 0)];

    private double Tolerance(string kind) => root.GetProperty("tolerance").GetProperty(kind).GetDouble();

    private void RequireCalls(IntraBatchDraws draws, bool takesPoints)
    {
        var calls = root.GetProperty("rand_calls").GetProperty(takesPoints ? "points" : "dense");
        if (!draws.Fits(calls))
        {
            throw new InputException(
                path, $"{calls.GetArrayLength()} recorded draws", "those of a run of this kind", "get the fixture again");
        }
    }

    private (Dictionary<string, Tensor> Leaves, MaskSet Outputs) Predictions()
    {
        var leaves = new Dictionary<string, Tensor>();
        var inputs = root.GetProperty("input");
        var prefix = inputs.EnumerateObject().First().Name.Split('.')[0];
        var features = leaves["features"] = Leaf($"{prefix}.features", 1);
        var scale = config.GetProperty("embed_scale").GetSingle();
        var predictions = new List<MaskPrediction>();
        for (var layer = 0; layer < Layers; layer++)
        {
            var embeddings = leaves[$"embed.{(layer == Layers - 1 ? "last" : layer)}"] = Leaf($"{prefix}.embed.{layer}", scale);
            var masks = embeddings.Matmul(features.Flatten(2)).View([Images, -1, features.Size(2), features.Size(3)]);
            predictions.Add(new MaskPrediction(Leaf($"{prefix}.logits.{layer}", 2), embeddings, masks, features));
        }

        var size = Numbers(config.GetProperty("target_size"));
        return (leaves, new MaskSet(predictions, (size[0], size[1])));

        Tensor Leaf(string input, float factor)
        {
            long[] shape = [.. inputs.GetProperty(input).EnumerateArray().Select(length => length.GetInt64())];
            var values = Formula.Values(input, shape.Aggregate(1L, (product, length) => product * length));
            var leaf = Tensor.From<float>(Array.ConvertAll(values, u => u * factor), shape);
            leaf.RequiresGrad = true;
            return leaf;
        }
    }

    private MaskTruth[] Truths()
    {
        var things = Numbers(config.GetProperty("things")).ToHashSet();
        var size = Numbers(config.GetProperty("target_size"));
        return [.. root.GetProperty("targets").EnumerateArray().Select((target, n) =>
        {
            var labels = Numbers(target.GetProperty("labels"));
            var planes = new byte[labels.Length * size[0] * size[1]];
            var at = 0;
            foreach (var rectangles in target.GetProperty("rects").EnumerateArray())
            {
                foreach (var rectangle in rectangles.EnumerateArray().Select(Numbers))
                {
                    for (var y = rectangle[0]; y < rectangle[2]; y++)
                    {
                        planes.AsSpan((((at * size[0]) + y) * size[1]) + rectangle[1], rectangle[3] - rectangle[1]).Fill(1);
                    }
                }

                at++;
            }

            var masks = labels.Select((label, plane) => new TrueMask(plane, 1, label, things.Contains(label)));
            var pixels = Tensor.From<byte>(planes, labels.Length, size[0], size[1]);
            return new MaskTruth(pixels, [.. masks], (size[0], size[1]), $"crop {n}");
        })];
    }
}
