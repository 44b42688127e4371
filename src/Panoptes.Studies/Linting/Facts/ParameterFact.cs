using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>A parameter of a configuration as a report states it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">As the report calls it.</param>
/// <param name="Text">The cell or phrase.</param>
/// <param name="Value">Its number; null where it has none.</param>
/// <param name="Line">Where it stands.</param>
internal sealed record ParameterFact(ParameterKind Kind, string Name, string Text, Measure? Value, int Line);
