namespace Panoptes.Studies.Linting.Findings;

/// <summary>What a rule looks for.</summary>
/// <param name="Id">Its id, such as <c>L01</c>, which never changes its meaning.</param>
/// <param name="Name">Its name in a few words, such as <c>samples</c>.</param>
/// <param name="Severity">What its findings weigh, unless one says otherwise.</param>
/// <param name="About">What it looks for, one sentence.</param>
/// <param name="IsStyle">Whether it is only about style: off unless asked for.</param>
public sealed record LintRule(string Id, string Name, LintSeverity Severity, string About, bool IsStyle = false);
