using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>A table that states parameters.</summary>
/// <param name="Table">The table.</param>
/// <param name="Configurations">Its configurations, in order.</param>
internal sealed record ParameterTable(PipeTable Table, IReadOnlyList<Configuration> Configurations);
