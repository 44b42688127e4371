namespace Panoptes.Studies.Linting.Reading;

/// <summary>A line of a report.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Raw">As it stands.</param>
/// <param name="Text">With damaged encoding mended, which facts are read from.</param>
internal sealed record ReportLine(int Number, string Raw, string Text);
