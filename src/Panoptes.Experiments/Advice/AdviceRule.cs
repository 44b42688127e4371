namespace Panoptes.Experiments.Advice;

/// <summary>When a rule has what it looks at.</summary>
public enum AdviceStage
{
    /// <summary>Before training: the configuration says all.</summary>
    Before,

    /// <summary>After training, or in its course: results are needed.</summary>
    After,

    /// <summary>Between runs or configurations that are compared.</summary>
    Between,
}

/// <summary>What a rule found in one case.</summary>
/// <param name="Trigger">What was found, with the numbers.</param>
/// <param name="Change">What to change, with the settings.</param>
public sealed record Finding(string Trigger, string Change);

/// <summary>A rule of thumb about trainings, with an id by which it is known and silenced.</summary>
/// <param name="Id">The id, such as <c>A3</c>.</param>
/// <param name="Title">What it is about, a few words.</param>
/// <param name="Stage">When it applies.</param>
/// <param name="Check">Looks at a subject and says what it found: nothing where all is well or nothing is known.</param>
internal sealed record AdviceRule(string Id, string Title, AdviceStage Stage, Func<AdviceSubject, IEnumerable<Finding>> Check);

/// <summary>One piece of advice.</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="Title">What the rule is about.</param>
/// <param name="Stage">When the rule applies.</param>
/// <param name="Trigger">What triggered it.</param>
/// <param name="Change">What to change.</param>
/// <param name="IsSilenced">Whether the configuration silenced the rule.</param>
public sealed record AdviceItem(string Id, string Title, AdviceStage Stage, string Trigger, string Change, bool IsSilenced)
{
    /// <summary>The advice in a line; of a silenced one only that it was silenced.</summary>
    public override string ToString() => IsSilenced ? $"{Id} silenced: {Trigger}" : $"{Id} {Title}: {Trigger}; {Change}";
}
