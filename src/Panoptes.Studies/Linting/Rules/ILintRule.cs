using Panoptes.Studies.Linting.Findings;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>One kind of error that reports have.</summary>
internal interface ILintRule
{
    /// <summary>What it looks for.</summary>
    LintRule Rule { get; }

    /// <summary>Looks for it.</summary>
    IEnumerable<LintFinding> Check(RuleContext context);
}
