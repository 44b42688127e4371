using Panoptes.Experiments.Events;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Sections;

/// <summary>The head of the page: name, state, the numbers that matter most, and the way to the sections.</summary>
internal static class HeaderSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, RunPageData data)
    {
        var (state, label) = State(data);
        html.Raw("<header>\n<div class=\"wide\">\n");
        html.Add($"<div class=\"title\"><p class=\"brand\">Panoptes run</p><h1>{data.Name}</h1><span class=\"badge {state}\">{label}</span>");
        html.Raw("<button id=\"theme\" type=\"button\" title=\"light or dark\" aria-label=\"light or dark\">◐</button></div>\n");
        html.Raw("<nav>");
        Link(html, "summary", "Summary");
        Link(html, "curves", "Curves");
        foreach (var file in data.Evaluations)
        {
            html.Add($"<a href=\"#evaluation\" data-tab=\"{file.Key}\">Results: {file.Title}</a>");
        }

        if (data.BatchSheet is not null)
        {
            Link(html, "batch", "Batch");
        }

        Link(html, "incidents", "Incidents");
        Link(html, "configuration", "Configuration");
        html.Raw("</nav>\n</div>\n</header>\n");
    }

    /// <summary>The headline numbers.</summary>
    public static void Tiles(Html html, RunPageData data)
    {
        html.Raw("<div class=\"tiles\">\n");
        foreach (var file in data.Evaluations)
        {
            Tile(html, $"{file.Title} mIoU", Show.Percent(file.MeanIou), "%", $"pixel accuracy {Show.Percent(file.PixelAccuracy)} % · {file.Images} images · {file.Weights} weights · {file.Protocol}");
        }

        var validation = data.History.Evaluations(data.Config.Data.ValSplit).Where(point => point.MeanIou is not null).MaxBy(point => point.MeanIou);
        if (validation is not null)
        {
            Tile(html, $"best {data.Config.Data.ValSplit} mIoU while training", Show.Percent(validation.MeanIou), "%", $"at step {Show.Count(validation.Step)}");
        }

        var last = data.History.Training.LastOrDefault();
        if (last is not null)
        {
            Tile(html, "steps", Show.Count(last.Step), "", $"of {Show.Count(data.Config.Train.Steps)} · {Show.Count(last.Step * data.Config.Train.BatchSize * data.Config.Train.Accumulation)} images seen");
            var points = data.History.Training.ToList();
            Tile(html, "time", ProgressText.Time(TimeSpan.FromSeconds(data.History.Seconds)), "", $"{points.Average(point => point.ImagesPerSecond):0.0} images/s · {100 * points.Average(point => point.DataWait):0} % waiting for data");
            Tile(html, "last loss", Show.Number(last.Loss), "", $"peak memory {ProgressText.Memory(points.Max(point => point.MemoryMib))}");
        }

        html.Raw("</div>\n");
    }

    private static (string State, string Label) State(RunPageData data)
    {
        var events = data.History.Events;
        var last = events.LastOrDefault(entry => entry is AttemptStarted or AttemptEnded);
        return last switch
        {
            null => ("idle", "not started"),
            AttemptEnded { Reason: "completed" } => ("good", "completed"),
            AttemptEnded { Reason: "signal" } => ("warn", $"stopped at step {last.Step}, resumable"),
            AttemptEnded { Reason: "error" } => ("bad", "failed"),
            AttemptEnded ended => ("warn", ended.Reason),
            _ => ("warn", "running, or killed"),
        };
    }

    private static void Link(Html html, string id, string text) => html.Add($"<a href=\"#{id}\">{text}</a>");

    private static void Tile(Html html, string label, string value, string unit, string note) =>
        html.Add($"<div class=\"tile\"><p class=\"label\">{label}</p><p class=\"value\">{value}<small>{unit}</small></p><p class=\"note\">{note}</p></div>\n");
}
