namespace Panoptes.Studies.Linting.Facts;

/// <summary>A model that a report compares.</summary>
/// <param name="Key">What tells it from others.</param>
/// <param name="Label">As the report first calls it.</param>
/// <param name="Family">Its family; null for one that is not known.</param>
/// <param name="Variant">Its variant, a key of the family's recipes; null where none is named or known.</param>
internal sealed record ReportModel(string Key, string Label, ModelFamily? Family, string? Variant)
{
    /// <summary>What a label says of a model.</summary>
    public static ReportModel Of(string label)
    {
        var clean = ConfigurationText.WithoutNumbers(label);
        if (ModelFamilies.Find(clean) is [var first, ..])
        {
            var lower = clean.ToLowerInvariant();
            var rest = $"-{ConfigurationText.Dashed(lower[(first.Start + first.Length)..])}-";
            var own = $"-{ConfigurationText.Dashed(lower[first.Start..(first.Start + first.Length)])}-";
            var variant = first.Family.Variants.Keys.FirstOrDefault(key => Has(rest, key))
                ?? first.Family.Variants.Keys.FirstOrDefault(key => Has(own, key));
            var extra = rest.Trim('-');
            var key = variant ?? (extra.Length is > 0 and <= 30 && extra.Any(char.IsAsciiDigit) ? extra : "");
            return new ReportModel($"{first.Family.Name}:{key}", clean.Trim(), first.Family, variant);
        }

        return new ReportModel(ConfigurationText.Dashed(clean.ToLowerInvariant()), clean.Trim(), null, null);
    }

    private static bool Has(string rest, string key) =>
        rest.Contains($"-{key}-", StringComparison.Ordinal) || (key is "r50" && rest.Contains("-resnet50-", StringComparison.Ordinal))
        || (key is "r50" && rest.Contains("-resnet-50-", StringComparison.Ordinal));
}
