using Panoptes.Data.Configuration;

namespace Panoptes.Data.PseudoLabels;

/// <summary>How label maps become segments and objects (spec 5.1).</summary>
public sealed record PseudoLabelRules
{
    /// <summary>Which cluster is the class of an object.</summary>
    public InstanceClassRule InstanceClass { get; init; } = InstanceClassRule.Mode;

    /// <summary>Whether pixels of a thing that belong to no object become void.</summary>
    public bool IgnoreUnknownThings { get; init; }

    /// <summary>
    /// CUPS's early return: where no object of an image is of a thing, the pixels of the others keep their class. For comparison with
    /// it; else they are void, as they are in every other image.
    /// </summary>
    public bool KeepsInvalidWhereNoneIsValid { get; init; }
}
