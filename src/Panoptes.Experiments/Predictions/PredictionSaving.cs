namespace Panoptes.Experiments.Predictions;

/// <summary>What is asked for where predictions are kept beside a measurement.</summary>
/// <param name="Folder">Where they go.</param>
/// <param name="Format">Whose files.</param>
/// <param name="Force">Replace files that the verb did not write; inputs are never replaced.</param>
public sealed record PredictionSaving(string Folder, PredictionFormat Format, bool Force);
