namespace Panoptes.Studies.Settings;

/// <summary>One model of a study.</summary>
public sealed record ModelVariantConfig : VariantConfig
{
    /// <summary>Its configuration: a YAML file, relative to the study's file.</summary>
    public string Config { get; init; } = "";
}
