namespace Panoptes.Foundation.Settings;

/// <summary>Knows the records of settings that names choose, as the name of a model chooses its family's.</summary>
public interface ISettingsCatalog
{
    /// <summary>What all the records derive from: the type of the property that has <see cref="FurtherSettingsAttribute"/>.</summary>
    Type Kind { get; }

    /// <summary>The names that choose.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The record that a name chooses, with the defaults of that name.</summary>
    /// <exception cref="InputException">There is no such name.</exception>
    object Defaults(string name);
}
