using Panoptes.Experiments.Reproductions;
using Panoptes.Reports.Cards;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Reproductions;

/// <summary>A number over the steps of the trainings: one line a way to train.</summary>
internal static class CourseChart
{
    /// <summary>The chart; null where no cell has such a course.</summary>
    /// <param name="result">What there is so far.</param>
    /// <param name="network">Whose trainings.</param>
    /// <param name="name">The number.</param>
    public static Chart? Of(ReproductionResult result, NetworkConfig network, string name)
    {
        var groups = result.Config.Arms
            .Select(arm => (arm.Title, Cells: result.Of(network, arm).Where(cell => cell.Course.Count > 0).ToArray()))
            .Where(group => group.Cells.Length > 0).ToArray();
        double[] steps = [.. groups.SelectMany(group => group.Cells).SelectMany(cell => cell.Course).Select(point => (double)point.Step)
            .Distinct().Order()];
        if (steps.Length == 0)
        {
            return null;
        }

        var metric = result.MetricOf(name);
        return GroupChart.Of(
            $"course-{network.Name}-{name}", $"{network.Title}: {metric.Title}", "step", steps,
            [.. groups.Select(group => new CurveGroup(group.Title, [.. group.Cells.Select(cell => Values(cell, steps, name))]))],
            metric.IsShare);
    }

    private static double?[] Values(CellResult cell, double[] steps, string name)
    {
        var known = cell.Course.ToDictionary(point => (double)point.Step, point => point.Values.GetValueOrDefault(name));
        return [.. steps.Select(step => known.GetValueOrDefault(step))];
    }
}
