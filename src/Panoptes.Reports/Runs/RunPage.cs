using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Runs.Sections;

namespace Panoptes.Reports.Runs;

/// <summary>The page of a run.</summary>
public static class RunPage
{
    /// <summary>Writes the page of a run from what its folder holds.</summary>
    /// <param name="folder">The run.</param>
    public static void Write(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        AtomicFile.WriteText(folder.Report, Render(RunPageData.Read(folder)));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(RunPageData data)
    {
        var budget = new PictureBudget((long)(data.Config.Report.MaxImagesMib * (1 << 20)));
        return Page.Render(
            RunHead.Of(data),
            html =>
            {
                SummarySection.Write(html, data);
                CurvesSection.Write(html, data);
                EvaluationSection.Write(html, data, budget);
                ShiftSection.Write(html, data);
                BatchSection.Write(html, data, budget);
                ProfileSection.Write(html, data);
                AdviceSection.Write(html, data);
                IncidentsSection.Write(html, data, budget);
                ConfigurationSection.Write(html, data);
            },
            RunCharts.From(data));
    }
}
