namespace Panoptes.Studies.Linting.Findings;

/// <summary>How much a finding weighs.</summary>
public enum LintSeverity
{
    /// <summary>To be known; the report may still be right.</summary>
    Warning,

    /// <summary>The report contradicts itself, a registered fact, or what its runs can show.</summary>
    Error,
}
