namespace Panoptes.Studies.Linting.Facts;

/// <summary>Where a text names a configuration, or something that is true of several.</summary>
/// <param name="Configurations">Those that it can mean.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length.</param>
internal sealed record ConfigurationMention(IReadOnlyList<Configuration> Configurations, int Start, int Length);
