using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>The interval of a share, small behind it.</summary>
internal static class IntervalText
{
    /// <summary>What the intervals of a run's evaluations are.</summary>
    public const string Meaning = "small numbers are 95 % intervals over draws of images";

    /// <summary>Writes it in percent; nothing where there is none.</summary>
    public static void Write(Html html, double? low, double? high)
    {
        if (low is not null && high is not null)
        {
            html.Add($" <small>{Show.Percent(low)} to {Show.Percent(high)}</small>");
        }
    }
}
