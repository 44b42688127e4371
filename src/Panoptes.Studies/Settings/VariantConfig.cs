namespace Panoptes.Studies.Settings;

/// <summary>One value of an axis of a study: a name, and the settings that it stands for.</summary>
public record VariantConfig
{
    /// <summary>Its name, which becomes a part of folders: letters, digits, dots, dashes, underscores and plus signs.</summary>
    public string Name { get; init; } = "";

    /// <summary>What readers are shown; the name where empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>
    /// Its settings, such as <c>train.batch_size=8</c>. They may be those of a variant of the configuration: <c>variant=20kx16</c>.
    /// </summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>What readers are shown.</summary>
    public string Shown => Title.Length > 0 ? Title : Name;
}
