namespace Panoptes.Foundation.Settings;

/// <summary>
/// Marks a property whose record's settings stand in files among those of the record that has it: which there are depends on a name, and an
/// <see cref="ISettingsCatalog"/> knows them.
/// </summary>
/// <param name="chosenBy">The property whose text is that name.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FurtherSettingsAttribute(string chosenBy) : Attribute
{
    /// <summary>The property whose text chooses the record.</summary>
    public string ChosenBy { get; } = chosenBy;
}
