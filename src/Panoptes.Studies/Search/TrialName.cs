using System.Globalization;

namespace Panoptes.Studies.Search;

/// <summary>Names of a search's recipes.</summary>
internal static class TrialName
{
    /// <summary><c>t0007</c>, or <c>t0007-r1</c>.</summary>
    public static string Of(TrialRung training, bool hasRungs) => hasRungs
        ? string.Create(CultureInfo.InvariantCulture, $"t{training.Trial:D4}-r{training.Rung}")
        : string.Create(CultureInfo.InvariantCulture, $"t{training.Trial:D4}");

    /// <summary>What a name stands for; null where it was not made here.</summary>
    public static TrialRung? Read(string recipe, bool hasRungs)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var parts = recipe.TrimStart('t').Split("-r");
        return parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var trial)
            && int.TryParse(parts.ElementAtOrDefault(1) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var rung)
            && new TrialRung(trial, rung) is var training
            && Of(training, hasRungs) == recipe
            ? training
            : null;
    }
}
