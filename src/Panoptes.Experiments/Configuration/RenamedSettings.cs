namespace Panoptes.Experiments.Configuration;

/// <summary>
/// Settings that once had another key. They are refused with the new one, and <see cref="ConfigConversion"/> rewrites files.
/// </summary>
internal static class RenamedSettings
{
    private static readonly (string Old, string New)[] Table =
    [
        ("train.optimiser", "train.optimizer"),
        ("model.segformer_form", "model.segformer_variant"),
        ("model.hrnet_form", "model.hrnet_variant"),
    ];

    /// <summary>The present path of a setting whose path was another, or null.</summary>
    /// <param name="path">Its dotted path, below the configuration, below one of its parts alone, or in a variant.</param>
    public static string? NewPath(string path)
    {
        var plain = path.StartsWith("variants.", StringComparison.Ordinal) && path.Split('.', 3) is [_, _, var inner] ? inner : path;
        foreach (var (old, present) in Table)
        {
            if (plain == old || plain.StartsWith($"{old}.", StringComparison.Ordinal))
            {
                return string.Concat(path.AsSpan(0, path.Length - plain.Length), present, plain.AsSpan(old.Length));
            }

            if (plain == old[(old.IndexOf('.') + 1)..])
            {
                return present[(present.IndexOf('.') + 1)..];
            }
        }

        return null;
    }
}
