using System.Text.Json.Nodes;

namespace Panoptes.Parity.Metrics;

/// <summary>Builds result trees as expected.json writes them: NaN is null, infinities are text.</summary>
internal static class JsonNumbers
{
    public static JsonNode? Of(double value) => value switch
    {
        double.NaN => null,
        double.PositiveInfinity => JsonValue.Create("Infinity"),
        double.NegativeInfinity => JsonValue.Create("-Infinity"),
        _ => JsonValue.Create(value),
    };

    public static JsonArray Of(IEnumerable<double> values) => new([.. values.Select(Of)]);

    public static JsonArray Of(IEnumerable<long> values) => new([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);

    public static JsonArray Of(IEnumerable<int> values) => Of(values.Select(value => (long)value));

    public static JsonArray List<T>(IEnumerable<T> values, Func<T, JsonNode?> node) => new([.. values.Select(node)]);

    public static JsonObject Map<T>(IEnumerable<T> values, Func<T, string> key, Func<T, JsonNode?> node) =>
        new(values.Select(value => KeyValuePair.Create(key(value), node(value))));
}
