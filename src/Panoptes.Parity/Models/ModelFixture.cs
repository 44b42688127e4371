using System.Text.Json;
using Panoptes.Foundation;

namespace Panoptes.Parity.Models;

/// <summary>One output of a fixture.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Sum">Sum of its elements; not a number where the fixture keeps all numbers back.</param>
/// <param name="AbsoluteSum">Sum of their magnitudes.</param>
/// <param name="L2">Square root of the sum of their squares.</param>
/// <param name="Tensor">Where all of it is stored in the safetensors file, or null.</param>
/// <param name="Samples">Some of its elements: flat index and value.</param>
internal sealed record FixtureOutput(
    long[] Shape, double Sum, double AbsoluteSum, double L2, string? Tensor, IReadOnlyList<(long Index, double Value)> Samples)
{
    /// <summary>Whether the fixture says its shape alone.</summary>
    public bool IsShapeAlone => double.IsNaN(Sum);
}

/// <summary>How far results may stray; see the fixtures' README.</summary>
/// <param name="Output">Of outputs, relative to their root mean square.</param>
/// <param name="Gradient">Of nine gradients in ten, relative to their l2 norm.</param>
/// <param name="GradientMaximum">Of every gradient.</param>
/// <param name="GradientAbsolute">Allowance beyond that, and the whole of it for gradients that are zero but for rounding.</param>
internal sealed record FixtureTolerance(double Output, double Gradient, double GradientMaximum, double GradientAbsolute)
{
    /// <summary>Share of gradients that <see cref="Gradient"/> is for.</summary>
    public double GradientShare { get; init; } = 0.9;

    /// <summary>Whether <see cref="Output"/> is relative to the output's largest magnitude instead.</summary>
    public bool IsOfLargest { get; init; }
}

/// <summary>A probe loss over some of the outputs, and its gradients.</summary>
/// <param name="Name">What results call it.</param>
/// <param name="Value">The loss.</param>
/// <param name="Outputs">The outputs that it is over.</param>
/// <param name="Gradients">Each parameter's l2 norm and probe; null where the fixture has none.</param>
internal sealed record FixtureLoss(
    string Name, double Value, IReadOnlyList<string> Outputs, IReadOnlyDictionary<string, (double L2, double Dot)>? Gradients);

/// <summary>What a model fixture's json says, apart from the model's configuration.</summary>
internal sealed record ModelFixture
{
    public required bool IsContract { get; init; }

    public required bool IsTraining { get; init; }

    public required IReadOnlyList<(string Name, long[] Shape)> Parameters { get; init; }

    public required long? ParameterCount { get; init; }

    public required IReadOnlyList<string> ConstantBuffers { get; init; }

    public required IReadOnlyDictionary<string, (double Mean, double Amplitude)> InitOverrides { get; init; }

    public required IReadOnlyDictionary<string, long[]> Inputs { get; init; }

    /// <summary>Inputs in [0, 1) instead of [-1, 1).</summary>
    public required IReadOnlyList<string> UnitInputs { get; init; }

    public required IReadOnlyDictionary<string, FixtureOutput> Outputs { get; init; }

    /// <summary>One over all outputs, or, where they are of several cases (CASE.output), one for each case.</summary>
    public required IReadOnlyList<FixtureLoss> Losses { get; init; }

    /// <summary>Gradients of the only loss, or of the first of several cases.</summary>
    public required IReadOnlyDictionary<string, (double L2, double Dot)>? Gradients { get; init; }

    public required IReadOnlyList<string> UnusedParameters { get; init; }

    public required IReadOnlyDictionary<string, (double L2, double Dot)> BuffersAfter { get; init; }

    public required IReadOnlyDictionary<string, double> Supervised { get; init; }

    public required FixtureTolerance Tolerance { get; init; }

    /// <summary>Reads a fixture.</summary>
    /// <exception cref="InputException">A member is missing or of another type.</exception>
    public static ModelFixture Read(string path, JsonElement root)
    {
        try
        {
            return new ModelFixture
            {
                IsContract = !root.TryGetProperty("outputs", out _),
                IsTraining = Text(root, "mode") == "train",
                Parameters = [.. Items(root, "parameters").Select(p => (p[0].GetString()!, Longs(p[1])))
                    .Where(p => !IsOfCriterion(p.Item1))],
                ParameterCount = root.TryGetProperty("parameter_count", out var count) ? count.GetInt64() : null,
                ConstantBuffers = [.. Items(root, "constant_buffers").Select(b => b.GetString()!)],
                InitOverrides = Members(
                    root, "init_overrides", o => (o.GetProperty("mean").GetDouble(), o.GetProperty("amplitude").GetDouble())),
                Inputs = Members(root, "input", Longs),
                UnitInputs = [.. Members(root, "input_kind", kind => kind.GetString()!).Where(kind => kind.Value == "unit")
                    .Select(kind => kind.Key)],
                Outputs = Members(root, "outputs", ReadOutput),
                Losses = ReadLosses(root),
                Gradients = ReadGradients(root, "grads"),
                UnusedParameters =
                [
                    .. Items(root, "unused_parameters").Select(p => p.GetString()!),
                    .. Members(root, "grads", IsThere).Where(gradient => !gradient.Value).Select(gradient => gradient.Key),
                ],
                BuffersAfter = Members(root, "buffers_after", Pair),
                Supervised = root.TryGetProperty("supervised", out var supervised)
                    ? supervised.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Number)
                        .ToDictionary(m => m.Name, m => m.Value.GetDouble(), StringComparer.Ordinal)
                    : [],
                Tolerance = ReadTolerance(root),
            };
        }
        catch (Exception broken) when (broken is InvalidOperationException or KeyNotFoundException or FormatException
            or IndexOutOfRangeException)
        {
            throw new InputException(
                path, $"a fixture that cannot be read ({broken.Message})", "the layout of FORMAT.md", "make the fixture again", broken);
        }
    }

    /// <summary>Reads one output.</summary>
    public static FixtureOutput ReadOutput(JsonElement output) => new(
        Longs(output.GetProperty("shape")),
        Number(output, "sum"),
        Number(output, "abs_sum"),
        Number(output, "l2"),
        Text(output, "tensor"),
        [.. Items(output, "samples").Select(sample => (sample[0].GetInt64(), sample[1].GetDouble()))]);

    // Of several cases one has its gradients under "grads", the others theirs under "grads_CASE"; attention masks are in no loss.
    private static IReadOnlyList<FixtureLoss> ReadLosses(JsonElement root)
    {
        if (!root.TryGetProperty("loss", out var main))
        {
            return [];
        }

        var outputs = root.TryGetProperty("outputs", out var given) ? given.EnumerateObject().Select(output => output.Name).ToArray() : [];
        return root.TryGetProperty("losses", out var cases) && cases.ValueKind == JsonValueKind.Object
            ? [.. cases.EnumerateObject().Select(one => new FixtureLoss(
                $"loss {one.Name}",
                one.Value.GetDouble(),
                [.. outputs.Where(output => output.StartsWith(one.Name + ".", StringComparison.Ordinal) && !output.Contains(".attn."))],
                ReadGradients(root, $"grads_{one.Name}")
                    ?? (one.Value.GetDouble() == main.GetDouble() ? ReadGradients(root, "grads") : null)))]
            : [new FixtureLoss("loss", main.GetDouble(), outputs, ReadGradients(root, "grads"))];
    }

    private static Dictionary<string, (double L2, double Dot)>? ReadGradients(JsonElement root, string key) =>
        root.TryGetProperty(key, out _)
            ? Members(root, key, gradient => IsThere(gradient) ? Pair(gradient) : default((double L2, double Dot)?))
                .Where(gradient => gradient.Value is not null).ToDictionary(g => g.Key, g => g.Value!.Value, StringComparer.Ordinal)
            : null;

    private static double Number(JsonElement output, string name) =>
        output.TryGetProperty(name, out var number) ? number.GetDouble() : double.NaN;

    private static FixtureTolerance ReadTolerance(JsonElement root)
    {
        var given = Members(root, "tolerance", t => t.ValueKind == JsonValueKind.Number ? t.GetDouble() : 0);
        var gradient = given.GetValueOrDefault("grad_rel", 1e-3);
        if (given.TryGetValue("grad_rel_worst", out var worst))
        {
            return new FixtureTolerance(given["output_rel"], gradient, worst, 0) { GradientShare = 0.5, IsOfLargest = true };
        }

        return new FixtureTolerance(
            given.GetValueOrDefault("output_rel", 1e-4), gradient, given.GetValueOrDefault("grad_rel_max", gradient),
            given.GetValueOrDefault("grad_abs"));
    }

    // Published checkpoints hold the criterion's class weights beside the network.
    private static bool IsOfCriterion(string name) => name.Split('.')[0] is "criterion" or "ssl_criterion";

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? list.EnumerateArray() : default;

    private static Dictionary<string, T> Members<T>(JsonElement element, string name, Func<JsonElement, T> read) =>
        element.TryGetProperty(name, out var members)
            ? members.EnumerateObject().ToDictionary(m => m.Name, m => read(m.Value), StringComparer.Ordinal)
            : [];

    // Parameters that are frozen have null for a gradient.
    private static bool IsThere(JsonElement gradient) => gradient.ValueKind != JsonValueKind.Null;

    private static (double L2, double Dot) Pair(JsonElement pair) => (pair[0].GetDouble(), pair[1].GetDouble());

    private static long[] Longs(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt64())];
}
