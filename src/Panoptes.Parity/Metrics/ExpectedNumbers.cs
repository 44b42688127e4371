using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Panoptes.Parity.Metrics;

/// <summary>One number that is not as expected.</summary>
/// <param name="Path">Where it stands in expected.json.</param>
/// <param name="Expected">What the published evaluator computed.</param>
/// <param name="Actual">What ours computed.</param>
/// <param name="Error">Relative difference (absolute near zero, and of integers); infinity where they cannot be compared.</param>
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

    private const double NearZero = 1e-12;

    private readonly List<NumberDifference> differences = [];

    /// <summary>By tolerance: how many numbers it was asked of, and the largest error. Tolerance 0 is for integers and text.</summary>
    public SortedDictionary<double, (int Count, double LargestError)> ByTolerance { get; } = [];

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
                AddUnlike(child, Shorten(property.Value.GetRawText()), "nothing");
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
            AddUnlike(path, $"{expected.GetArrayLength()} elements", actual is null ? "no array" : $"{actual.Count}");
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
                AddUnlike(path, Shorten(expectedText), Shorten(actualText));
            }
            else
            {
                Note(0, 0);
            }

            return;
        }

        var isWhole = expectedText.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        var (want, got) = (
            double.Parse(expectedText, CultureInfo.InvariantCulture), double.Parse(actualText, CultureInfo.InvariantCulture));
        var tolerance = isWhole ? 0 : toleranceOf(path);
        var error = Math.Abs(want - got) / (isWhole || Math.Abs(want) < NearZero ? 1 : Math.Abs(want));
        Note(tolerance, error);
        if (!(error <= tolerance))
        {
            differences.Add(new NumberDifference(path, expectedText, actualText, error, tolerance));
        }
    }

    private void Note(double tolerance, double error)
    {
        var (count, largest) = ByTolerance.GetValueOrDefault(tolerance);
        ByTolerance[tolerance] = (count + 1, Math.Max(largest, error));
    }

    private void AddUnlike(string path, string expected, string actual)
    {
        Note(0, double.PositiveInfinity);
        differences.Add(new NumberDifference(path, expected, actual, double.PositiveInfinity, 0));
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
