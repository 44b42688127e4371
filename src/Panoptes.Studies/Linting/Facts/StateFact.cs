namespace Panoptes.Studies.Linting.Facts;

/// <summary>What a report says has become of a training, outside its tables of results.</summary>
/// <param name="Model">The model.</param>
/// <param name="Configuration">The configuration; null where the report does not say.</param>
/// <param name="State">The state.</param>
/// <param name="Line">Where it stands.</param>
internal sealed record StateFact(ReportModel Model, Configuration? Configuration, RunState State, int Line);
