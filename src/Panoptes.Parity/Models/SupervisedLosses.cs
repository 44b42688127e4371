using Panoptes.Models.Outputs;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;
using Panoptes.Training.Losses;

namespace Panoptes.Parity.Models;

/// <summary>
/// A segmenter's own training losses for labels from the formula: cross-entropy of the logits resized to the labels, over
/// all pixels with 255 counted as 0, times the head's weight; and the share of right pixels.
/// </summary>
internal static class SupervisedLosses
{
    private const int Ignore = 255;

    // In percent: pixels whose two largest logits all but tie may go either way.
    private const double AccuracyTolerance = 0.1;

    /// <summary>Compares the losses of a fixture.</summary>
    public static IEnumerable<ParityResult> Compare(
        string name, ModelFixture fixture, FixtureModel model, IReadOnlyDictionary<string, Tensor> outputs)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var shape = fixture.Inputs["input"];
        var labels = Tensor.From(Labels(shape[0] * shape[2] * shape[3], model.NumClasses), shape[0], shape[2], shape[3]);
        List<ParityResult> results = [];
        foreach (var (output, prefix, weight) in model.LossWeights)
        {
            var logits = Upsampling.ToSize(outputs[output], shape[2], shape[3]);
            var computed = new Dictionary<string, double>
            {
                [$"{prefix}.loss_ce"] = weight * CrossEntropy.Mean(logits, labels, Ignore).Item(),
                [$"{prefix}.acc_seg"] = PixelAccuracy.Percent(logits, labels, Ignore).Item(),
            };
            foreach (var (quantity, actual) in computed)
            {
                if (fixture.Supervised.TryGetValue(quantity, out var expected))
                {
                    results.Add(quantity.EndsWith("acc_seg", StringComparison.Ordinal)
                        ? new ParityResult(name, $"supervised {quantity}", Math.Abs(actual - expected), AccuracyTolerance)
                        : new ParityResult(
                            name, $"supervised {quantity}", Math.Abs(actual - expected) / expected, fixture.Tolerance.Output));
                }
            }
        }

        return results;
    }

    private static long[] Labels(long count, int classes) => Array.ConvertAll(Formula.Values("label", count), u =>
    {
        var label = (long)Math.Floor(((double)u + 1) / 2 * (classes + 1));
        return label == classes ? Ignore : label;
    });
}
