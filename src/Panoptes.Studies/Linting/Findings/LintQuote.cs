namespace Panoptes.Studies.Linting.Findings;

/// <summary>A line of the report that a finding is about.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">What stands there, shortened where it is long.</param>
public sealed record LintQuote(int Line, string Text);
