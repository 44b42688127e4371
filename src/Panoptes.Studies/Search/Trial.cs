namespace Panoptes.Studies.Search;

/// <summary>A setting of a trial.</summary>
/// <param name="Path">Its path, such as <c>train.optimizer.learning_rate</c>.</param>
/// <param name="Value">Its value as it stands on the command line.</param>
public readonly record struct TrialSetting(string Path, string Value)
{
    /// <summary>The setting as an override.</summary>
    public override string ToString() => $"{Path}={Value}";
}

/// <summary>Settings that are tried out: the same for every member that asks for this number.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Settings">Its settings in the order in which they are decided; those whose condition does not hold are left out.</param>
public sealed record Trial(int Number, IReadOnlyList<TrialSetting> Settings)
{
    /// <summary>Its settings as overrides, <c>key=value</c>.</summary>
    public IReadOnlyList<string> Overrides => [.. Settings.Select(setting => setting.ToString())];

    /// <summary>The value of a setting; null where the trial does not have it.</summary>
    public string? Value(string path) => Settings.Where(setting => setting.Path == path).Select(setting => setting.Value).FirstOrDefault();
}
