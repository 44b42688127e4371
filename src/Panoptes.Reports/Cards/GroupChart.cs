using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Cards;

/// <summary>Curves of one way of doing something, such as one for each seed.</summary>
/// <param name="Name">What the way is called.</param>
/// <param name="Members">By member a share at every place of the axis; null or NaN where there is none.</param>
internal sealed record CurveGroup(string Name, IReadOnlyList<IReadOnlyList<double?>> Members)
{
    /// <summary>The mean over the members that have a value, at every place; null where none has.</summary>
    public IReadOnlyList<double?> Mean() =>
    [
        .. Enumerable.Range(0, Members.Count == 0 ? 0 : Members[0].Count).Select(place =>
        {
            double[] known = [.. Members.Select(member => member[place]).OfType<double>().Where(double.IsFinite)];
            return known.Length == 0 ? (double?)null : known.Average();
        }),
    ];
}

/// <summary>
/// One line a group on one axis: the mean of its members; the members themselves can be shown by the legend. For example the ratio of
/// confused predictions over T ("Intra-Batch Supervision", figure 5), of several ways with several seeds each.
/// </summary>
internal static class GroupChart
{
    /// <summary>The chart, alone in its group.</summary>
    /// <param name="id">What tells it from the other charts of the page.</param>
    /// <param name="title">Its title.</param>
    /// <param name="horizontal">What goes to the right.</param>
    /// <param name="x">The places on the axis, ascending.</param>
    /// <param name="groups">The lines.</param>
    /// <param name="areShares">Whether they are shares, shown in percent.</param>
    public static Chart Of(
        string id, string title, string horizontal, IReadOnlyList<double> x, IReadOnlyList<CurveGroup> groups, bool areShares = true)
    {
        Series Line(string name, IReadOnlyList<double?> values) =>
            new(name, x, [.. areShares ? values.Select(Percent) : values], Points: true);
        return ChartCard.Alone(new Chart(
            id,
            title,
            areShares ? "%" : "",
            [
                .. groups.Select(group => Line(group.Members.Count > 1 ? $"{group.Name}, mean of {group.Members.Count}" : group.Name,
                    group.Mean())),
                .. groups.Where(group => group.Members.Count > 1).SelectMany(group => group.Members.Select(
                    (member, place) => Line($"{group.Name}, {place + 1}", member) with { Hidden = true })),
            ],
            Zero: true)
        {
            Axis = horizontal,
        });
    }

    private static double? Percent(double? share) => share is { } value && double.IsFinite(value) ? 100 * value : null;
}
