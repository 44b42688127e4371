namespace Panoptes.Metrics.Rules;

/// <summary>Tells maps of train ids where label ids are expected: nobody's error, and a score near 0.</summary>
internal static class TrainIdTrap
{
    /// <summary>Whether ids look like train ids: none reaches beyond those, and some are of labels that are never evaluated.</summary>
    /// <param name="ids">The ids that occur, without void.</param>
    /// <param name="classes">How many train ids there are.</param>
    /// <param name="isIgnored">Whether the label with an id is left out of evaluations.</param>
    public static bool Looks(IReadOnlyCollection<int> ids, int classes, Func<int, bool> isIgnored) =>
        ids.All(id => id < classes) && ids.Any(id => id > 0 && isIgnored(id));
}
