using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Panoptes.Training.Losses;

namespace Panoptes.Parity.Training;

/// <summary>
/// What a loss case asks for. Members of the case say it where they are there (<c>class_weight</c>, <c>loss_weight</c>, <c>alpha</c>,
/// <c>gamma</c>, <c>smooth</c>, <c>exponent</c>); else its note and name do, as in the published file.
/// </summary>
internal sealed partial record LossCaseParameters
{
    private const double NamedLossWeight = 0.4;

    private LossCaseParameters(string name, JsonElement entry, int classes)
    {
        var note = entry.TryGetProperty("note", out var text) ? text.GetString() ?? "" : "";
        Kind = name switch
        {
            _ when name.StartsWith("focal", StringComparison.Ordinal) => LossKind.Focal,
            _ when name.StartsWith("dice", StringComparison.Ordinal) => LossKind.Dice,
            _ when name.StartsWith("binary", StringComparison.Ordinal) => LossKind.BinaryCrossEntropy,
            _ => LossKind.CrossEntropy,
        };
        AllIgnored = name.Contains("all_ignored", StringComparison.Ordinal);
        HasPixelWeight = name.Contains("pixel_weight", StringComparison.Ordinal);
        Average = name.Contains("avg_non_ignore", StringComparison.Ordinal) ? PixelAverage.ValidPixels : PixelAverage.AllPixels;
        LossWeight = Number(entry, name, "loss_weight", name.Contains("loss_weight", StringComparison.Ordinal) ? NamedLossWeight : 1);
        Gamma = Number(entry, name, "gamma", 2);
        Smooth = Number(entry, name, "smooth", 1);
        Exponent = Number(entry, name, "exponent", 2);
        ClassWeight = List(entry, "class_weight") ?? (ClassWeightText().Match(note) is { Success: true } match
            ? [.. match.Groups[1].Value.Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture))]
            : []);
        Alpha = List(entry, "alpha") ?? (name.Contains("alpha_list", StringComparison.Ordinal)
            ? [.. Enumerable.Range(1, classes).Select(c => 0.1 * c)]
            : [Number(entry, name, "alpha", 0.5)]);
    }

    public LossKind Kind { get; }

    public bool AllIgnored { get; }

    public bool HasPixelWeight { get; }

    public PixelAverage Average { get; }

    public double LossWeight { get; }

    public double Gamma { get; }

    public double Smooth { get; }

    public double Exponent { get; }

    public double[] ClassWeight { get; }

    public double[] Alpha { get; }

    public static LossCaseParameters Of(string name, JsonElement entry, int classes) => new(name, entry, classes);

    private static double[]? List(JsonElement entry, string member) =>
        entry.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(value => value.GetDouble())]
            : null;

    // A number in a name has its point after the first digit: alpha025 is 0.25, gamma15 is 1.5, weight3 is 3.
    private static double Number(JsonElement entry, string name, string member, double otherwise)
    {
        if (entry.TryGetProperty(member, out var given) && given.ValueKind == JsonValueKind.Number)
        {
            return given.GetDouble();
        }

        var match = Regex.Match(name, member + @"(\d)(\d*)");
        return match.Success ? double.Parse($"{match.Groups[1].Value}.{match.Groups[2].Value}0", CultureInfo.InvariantCulture) : otherwise;
    }

    [GeneratedRegex(@"class_weight \[([^\]]+)\]")]
    private static partial Regex ClassWeightText();
}
