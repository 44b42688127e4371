using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Panoptes.Parity.Metrics;

/// <summary>One number that is not as expected.</summary>
/// <param name="Path">Where it stands in expected.json.</param>
/// <param name="Expected">What the published evaluator computed.</param>
/// <param name="Actual">What ours computed.</param>
/// <param name="Error">Relative difference (absolute below 1); infinity where they cannot be compared.</param>
/// <param name="Tolerance">What was allowed.</param>
public sealed record NumberDifference(string Path, string Expected, string Actual, double Error, double Tolerance);

/// <summary>
/// Compares two trees of numbers: integers and text must be equal, doubles within a relative tolerance; every number that
/// is expected must be there.
/// </summary>
internal sealed class ExpectedNumbers(Func<string, double> toleranceOf)
{
    /// <summary>Keys that describe the reference and are no results.</summary>
    private static readonly HashSet<string> Descriptions = ["evaluator", "dtypes", "assignment_has_ties"];

    private readonly List<NumberDifference> differences = [];

    /// <summary>Numbers and texts compared.</summary>
    public int Compared { get; private set; }

    /// <summary>The largest difference of doubles that is within tolerance or not.</summary>
    public double LargestError { get; private set; }

    public IReadOnlyList<NumberDifference> Differences => differences;

    public void Compare(JsonElement expected, JsonNode? actual, string path = "$")
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                CompareObjects(expected, actual as JsonObject, path);
                break;
            case JsonValueKind.Array:
                CompareArrays(expected, actual as JsonArray, path);
                break;
            default:
                Compared++;
                CompareValues(expected, actual, path);
                break;
        }
    }

    private void CompareObjects(JsonElement expected, JsonObject? actual, string path)
    {
        foreach (var property in expected.EnumerateObject().Where(property => !Descriptions.Contains(property.Name)))
        {
            var child = $"{path}.{property.Name}";
            if (actual is null || !actual.ContainsKey(property.Name))
            {
                Compared++;
                Add(child, Shorten(property.Value.GetRawText()), "nothing", double.PositiveInfinity);
            }
            else
            {
                Compare(property.Value, actual[property.Name], child);
            }
        }
    }

    private void CompareArrays(JsonElement expected, JsonArray? actual, string path)
    {
        if (actual is null || actual.Count != expected.GetArrayLength())
        {
            Compared++;
            Add(path, $"{expected.GetArrayLength()} elements", actual is null ? "no array" : $"{actual.Count}", double.PositiveInfinity);
            return;
        }

        var i = 0;
        foreach (var element in expected.EnumerateArray())
        {
            Compare(element, actual[i], $"{path}[{i}]");
            i++;
        }
    }

    private void CompareValues(JsonElement expected, JsonNode? actual, string path)
    {
        var expectedText = expected.GetRawText();
        var actualText = actual?.ToJsonString() ?? "null";
        if (expected.ValueKind != JsonValueKind.Number || actual is null || actual.GetValueKind() != JsonValueKind.Number)
        {
            var same = expected.ValueKind == JsonValueKind.String && actual?.GetValueKind() == JsonValueKind.String
                ? expected.GetString() == actual.GetValue<string>()
                : expectedText == actualText;
            if (!same)
            {
                Add(path, Shorten(expectedText), Shorten(actualText), double.PositiveInfinity);
            }

            return;
        }

        var isWhole = expectedText.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        var (want, got) = (double.Parse(expectedText, CultureInfo.InvariantCulture), double.Parse(actualText, CultureInfo.InvariantCulture));
        var tolerance = isWhole ? 0 : toleranceOf(path);
        var error = Math.Abs(want - got) / Math.Max(isWhole ? 1 : Math.Abs(want), 1e-300);
        error = Math.Min(error, Math.Abs(want - got) <= tolerance ? Math.Abs(want - got) : error);
        LargestError = Math.Max(LargestError, error);
        if (!(error <= tolerance))
        {
            Add(path, expectedText, actualText, error);
        }
    }

    private void Add(string path, string expected, string actual, double error) =>
        differences.Add(new NumberDifference(path, expected, actual, error, toleranceOf(path)));

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
