using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Panoptes.Imaging;
using Panoptes.Parity.Fixtures;
using Panoptes.PseudoLabels.Fields;
using Panoptes.PseudoLabels.Maps;

namespace Panoptes.Parity.PseudoLabels;

/// <summary>Mean field of dense random fields over all pairs of pixels, in every convention.</summary>
internal static partial class FieldCase
{
    private static readonly Dictionary<string, KernelConvention> Conventions = new(StringComparer.Ordinal)
    {
        ["without_self"] = KernelConvention.SymmetricWithoutSelf,
        ["row_normalised"] = KernelConvention.Rows,
        ["not_normalised"] = KernelConvention.Plain,
        ["not_normalised_without_self"] = KernelConvention.PlainWithoutSelf,
    };

    /// <summary>Runs every case.</summary>
    public static IEnumerable<ParityResult> Run(LabelFixture fixture)
    {
        var tolerance = fixture.Root.GetProperty("tolerance").GetProperty("exact_abs").GetDouble();
        foreach (var output in fixture.Root.GetProperty("outputs").EnumerateObject().Select(entry => entry.Name))
        {
            // image0.semantic.q, image0.semantic.q_after_1, image0.semantic.5_iterations.q, image0.semantic.row_normalised.q
            var parts = output.Split('.');
            var config = Config(fixture.Root.GetProperty("config").GetProperty(parts[1]));
            var variant = parts.Length > 3 ? parts[2] : "";
            if (Steps().Match(output) is { Success: true } steps)
            {
                var count = steps.Groups[1].Value + steps.Groups[2].Value;
                config = config with { Iterations = int.Parse(count, CultureInfo.InvariantCulture) };
            }

            var convention = Conventions.GetValueOrDefault(variant, KernelConvention.Symmetric);
            var (image, probabilities) = Inputs(fixture, parts[0]);
            var found = ExactField.Run(image, probabilities, config, convention);
            yield return fixture.Compare(output, ByClass(found, probabilities.Channels), tolerance);
        }
    }

    private static (RgbImage Image, ChannelMap Probabilities) Inputs(LabelFixture fixture, string name)
    {
        var shape = fixture.Stored.Find($"{name}.prob")!.Shape;
        var (classes, height, width) = ((int)shape[0], (int)shape[1], (int)shape[2]);
        var pixels = Array.ConvertAll(fixture.Numbers($"{name}.bgr"), level => (byte)level);
        var stored = fixture.Numbers($"{name}.prob");
        var map = new ChannelMap(width, height, classes);
        for (var i = 0; i < map.Pixels; i++)
        {
            for (var c = 0; c < classes; c++)
            {
                map.Of(i)[c] = stored[(c * map.Pixels) + i];
            }
        }

        // The order of colors does not matter to distances.
        return (new RgbImage(width, height, pixels), map);
    }

    private static double[] ByClass(double[] byPixel, int classes)
    {
        var count = byPixel.Length / classes;
        return [.. Enumerable.Range(0, byPixel.Length).Select(at => byPixel[(at % count * classes) + (at / count)])];
    }

    private static DenseFieldConfig Config(JsonElement given)
    {
        var (smooth, color) = (given.GetProperty("gaussian"), given.GetProperty("bilateral"));
        return new DenseFieldConfig
        {
            Iterations = given.GetProperty("iterations").GetInt32(),
            SmoothSigma = smooth.GetProperty("sxy").GetDouble(),
            SmoothWeight = smooth.GetProperty("weight").GetDouble(),
            PositionSigma = color.GetProperty("sxy").GetDouble(),
            ColorSigma = color.GetProperty("srgb").GetDouble(),
            ColorWeight = color.GetProperty("weight").GetDouble(),
        };
    }

    [GeneratedRegex(@"q_after_(\d+)$|(\d+)_iterations")]
    private static partial Regex Steps();
}
