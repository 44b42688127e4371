namespace Panoptes.Studies.Linting.Facts;

/// <summary>Where a text names a model, or a family of which the report has several.</summary>
/// <param name="Models">Those that it can mean.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length.</param>
internal sealed record ModelMention(IReadOnlyList<ReportModel> Models, int Start, int Length);
