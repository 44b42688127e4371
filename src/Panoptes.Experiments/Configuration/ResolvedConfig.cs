namespace Panoptes.Experiments.Configuration;

/// <summary>A configuration as it is used, and where each of its settings comes from.</summary>
/// <typeparam name="T">The root record.</typeparam>
public sealed class ResolvedConfig<T>
    where T : class
{
    private readonly MapNode written;

    internal ResolvedConfig(T value, MapNode written, IReadOnlyList<string> variants) =>
        (Value, this.written, Variants) = (value, written, variants);

    /// <summary>The configuration, checked.</summary>
    public T Value { get; }

    /// <summary>The variants that the file offers; <c>variant=NAME</c> chooses one.</summary>
    public IReadOnlyList<string> Variants { get; }

    /// <summary>Where a setting was written.</summary>
    /// <param name="path">The setting's dotted path, such as <c>train.steps</c>.</param>
    /// <returns>A file with its line or an override; null where nothing was written, so that the setting is its default.</returns>
    public SourcePosition? OriginOf(string path) => ConfigReader.Locate(written, path);
}
