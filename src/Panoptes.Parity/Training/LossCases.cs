using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Panoptes.Foundation;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;
using Panoptes.Training.Losses;

namespace Panoptes.Parity.Training;

/// <summary>Losses with their gradients, hard-pixel mining and accuracy, in 64 bits.</summary>
internal static partial class LossCases
{
    private const int Ignore = 255;

    // The references went through float32, so they are exact to one part in 2^24.
    private const double Tolerance = 2e-7;
    private const double AccuracyTolerance = 1e-5;

    public static IEnumerable<ParityResult> Run(JsonElement section)
    {
        using var scope = TensorScope.Open();
        var logits = Logits(section.GetProperty("logits").GetString() ?? "");
        long[] labelShape = [.. section.GetProperty("label_shape").EnumerateArray().Select(size => size.GetInt64())];
        var labels = Tensor.From<long>([.. section.GetProperty("labels").EnumerateArray().Select(label => label.GetInt64())], labelShape);
        var results = new List<ParityResult>();
        foreach (var entry in section.GetProperty("cases").EnumerateObject())
        {
            results.AddRange(Loss(entry, logits, labels));
        }

        if (section.TryGetProperty("ohem", out var ohem))
        {
            results.AddRange(ohem.GetProperty("cases").EnumerateObject().SelectMany(entry => Ohem(entry, logits, labels)));
        }

        if (section.TryGetProperty("accuracy_percent", out var accuracy))
        {
            results.AddRange(accuracy.EnumerateObject().Select(entry => Accuracy(entry, logits, labels)));
        }

        return results;
    }

    private static IEnumerable<ParityResult> Loss(JsonProperty entry, Tensor logits, Tensor labels)
    {
        using var scope = TensorScope.Open();
        var parameters = LossCaseParameters.Of(entry.Name, entry.Value, (int)logits.Size(1));
        var input = logits.Clone();
        input.RequiresGrad = true;
        var truth = parameters.AllIgnored ? labels.FullLike(Ignore) : labels;
        var classWeights =
            parameters.ClassWeight.Length == 0 ? null : Tensor.From<double>(parameters.ClassWeight, parameters.ClassWeight.Length);
        var loss = parameters.Kind switch
        {
            LossKind.Focal => FocalLoss.Mean(
                input, truth, Ignore, parameters.Gamma, Tensor.From<double>(parameters.Alpha, parameters.Alpha.Length), classWeights),
            LossKind.Dice => DiceLoss.Mean(input, truth, Ignore, parameters.Smooth, parameters.Exponent, classWeights),
            LossKind.BinaryCrossEntropy => BinaryCrossEntropy.Mean(input, truth, Ignore, parameters.Average, classWeights),
            _ => CrossEntropy.Mean(
                input, truth, Ignore, parameters.Average, classWeights, parameters.HasPixelWeight ? PixelWeights(labels) : null),
        };
        return Compare(
            entry.Name, loss * parameters.LossWeight, input, entry.Value.GetProperty("value").GetDouble(), entry.Value.GetProperty("grad"));
    }

    private static List<ParityResult> Ohem(JsonProperty entry, Tensor logits, Tensor labels)
    {
        using var scope = TensorScope.Open();
        var threshold = entry.Value.GetProperty("thresh");
        var config = new OhemConfig
        {
            Threshold = threshold.ValueKind == JsonValueKind.Null ? null : threshold.GetDouble(),
            MinKept = entry.Value.GetProperty("min_kept").GetInt64(),
        };
        var input = logits.Clone();
        input.RequiresGrad = true;
        var weights = OhemSelection.Weights(input, labels, Ignore, config);
        var loss = CrossEntropy.Mean(input, labels, Ignore, pixelWeights: weights);
        var name = $"ohem {entry.Name}";
        var differing = weights.ToArray<double>()
            .Zip(entry.Value.GetProperty("weight").EnumerateArray(), (found, wanted) => found == wanted.GetDouble() ? 0 : 1).Sum();
        return
        [
            new ParityResult(name, "pixels chosen otherwise", differing, 0),
            .. Compare(name, loss, input, entry.Value.GetProperty("loss").GetDouble(), entry.Value.GetProperty("grad")),
        ];
    }

    private static ParityResult Accuracy(JsonProperty entry, Tensor logits, Tensor labels)
    {
        using var scope = TensorScope.Open();
        int? ignore = entry.Name.StartsWith("ignore_", StringComparison.Ordinal)
            ? int.Parse(entry.Name["ignore_".Length..], CultureInfo.InvariantCulture)
            : null;
        var percent = PixelAccuracy.Percent(logits, labels, ignore).Item();
        return new ParityResult($"accuracy {entry.Name}", "percent", Math.Abs(percent - entry.Value.GetDouble()), AccuracyTolerance);
    }

    private static IEnumerable<ParityResult> Compare(string name, Tensor loss, Tensor input, double value, JsonElement gradient)
    {
        loss.Backward();
        var expected = gradient.EnumerateArray().Select(number => number.GetDouble()).ToArray();
        var found = input.Grad!.ToArray<double>();
        var largest = Math.Max(expected.Max(Math.Abs), double.Epsilon);
        var gradientError = found.Length == expected.Length ? found.Zip(expected, (a, b) => Math.Abs(a - b)).Max() : double.NaN;
        return
        [
            new ParityResult(name, "loss (relative)", Math.Abs(loss.Item() - value) / Math.Max(Math.Abs(value), 1e-3), Tolerance),
            new ParityResult(name, "gradient / largest", gradientError == 0 ? 0 : gradientError / largest, Tolerance),
        ];
    }

    private static Tensor PixelWeights(Tensor labels) => (Uniform("pixel_weight", labels.Shape) + 1) / 2;

    private static Tensor Logits(string text)
    {
        var match = LogitsText().Match(text);
        if (!match.Success)
        {
            throw new InputException("losses.logits", $"\"{text}\"", "FACTOR*u('NAME', i) of shape [N, C, H, W]", "write it so");
        }

        long[] shape = [.. match.Groups[3].Value.Split(',').Select(size => long.Parse(size, CultureInfo.InvariantCulture))];
        var factor = match.Groups[1].Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
        return Uniform(match.Groups[2].Value, shape) * factor;
    }

    private static Tensor Uniform(string name, ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var size in shape)
        {
            count *= size;
        }

        return Tensor.From<float>(Formula.Values(name, count), shape).To(DType.Float64);
    }

    [GeneratedRegex(@"^\s*(?:([\d.]+)\s*\*\s*)?u\('([^']+)',\s*i\)\s*of shape\s*\[([\d,\s]+)\]\s*$")]
    private static partial Regex LogitsText();
}
