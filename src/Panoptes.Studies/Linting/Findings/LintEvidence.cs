namespace Panoptes.Studies.Linting.Findings;

/// <summary>What a finding rests on.</summary>
/// <param name="Text">The fact, such as <c>40,000 / 80,000 steps = 0.5</c>.</param>
/// <param name="Source">Where it stands: lines of the report, or the recipe, paper or thread that it was read in.</param>
public sealed record LintEvidence(string Text, string Source);
