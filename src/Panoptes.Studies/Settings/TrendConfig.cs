using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Studies.Settings;

/// <summary>The best value of a setting, and how it goes with another one. Cells take part that have a number above 0 there.</summary>
public sealed record TrendConfig
{
    /// <summary>The setting of a run whose best value is sought, such as <c>distillation.burn_in</c>.</summary>
    public string Over { get; init; } = "";

    /// <summary>
    /// The setting that the best value may depend on, such as <c>distillation.labeled_percent</c>: each of its values has a best one of its
    /// own. Null for none.
    /// </summary>
    public string? By { get; init; }

    /// <summary>Recipes that take no part though they have a number there, such as controls.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Whether the score at the hand-over of guided distillation is shown, and the dip behind it.</summary>
    public bool HandOver { get; init; }

    /// <summary>Checks the paths.</summary>
    /// <exception cref="InputException">A path is no setting of a run that is a number, or both are the same.</exception>
    internal void Validate()
    {
        NumberSettings.RequireOne(typeof(RunConfig), "trend.over", Over);
        if (By is not null)
        {
            NumberSettings.RequireOne(typeof(RunConfig), "trend.by", By);
            Require.That(By != Over, "trend.by", By, "another setting than trend.over", "name another one, or leave it out");
        }
    }
}
