using Panoptes.Studies.Linting.Reading;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>A metric over a training as a report lists it.</summary>
/// <param name="Model">The model; null where the report does not say.</param>
/// <param name="Configuration">The configuration; null where the report does not say.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Points">Its points: iterations, the number (shares in percent), the line.</param>
internal sealed record CurveFact(
    ReportModel? Model, Configuration? Configuration, string Metric, IReadOnlyList<(double Step, Measure Value, int Line)> Points);
