using System.Globalization;

namespace Panoptes.Studies.Imports.Sources;

/// <summary>
/// Single values of a configuration by path, such as <c>train_cfg.max_iters</c> or <c>param_scheduler[0].type</c>, as texts.
/// </summary>
internal sealed class ConfigFacts
{
    private readonly Dictionary<string, string> values;

    /// <summary>Facts by path.</summary>
    public ConfigFacts(Dictionary<string, string> values) => this.values = values;

    /// <summary>A configuration that says nothing.</summary>
    public static ConfigFacts None => new([]);

    /// <summary>All paths.</summary>
    public IReadOnlyCollection<string> Paths => values.Keys;

    /// <summary>A text; null where there is none or it is Python's None or YAML's null.</summary>
    /// <param name="paths">Where it may stand; the first counts that is there.</param>
    public string? Text(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            // Some write the whole configuration as one dict by the name of cfg.
            if ((values.TryGetValue(path, out var text) || values.TryGetValue($"cfg.{path}", out text))
                && text is not ("None" or "null" or "~"))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>A finite number; null where there is none.</summary>
    public double? Number(params ReadOnlySpan<string> paths) =>
        Text(paths)?.Replace("_", "", StringComparison.Ordinal) is { } text
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;

    /// <summary>A whole number of 0 or more; null where there is none.</summary>
    public long? Count(params ReadOnlySpan<string> paths) =>
        Number(paths) is >= 0 and <= 1e15 and var value && Math.Floor(value) == value ? (long)value : null;
}
