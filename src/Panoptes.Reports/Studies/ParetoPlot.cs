using System.Globalization;
using Panoptes.Reports.Pages;
using Panoptes.Studies.Analysis;

namespace Panoptes.Reports.Studies;

/// <summary>Wall time against the metric, one dot a recipe, the front as a line; drawn without a script.</summary>
internal static class ParetoPlot
{
    private const int Width = 640;
    private const int Height = 230;
    private const int Left = 60;
    private const int Right = 150;
    private const int Top = 14;
    private const int Bottom = 38;

    /// <summary>Writes it; nothing where no time is known.</summary>
    /// <param name="html">The page.</param>
    /// <param name="front">The recipes.</param>
    /// <param name="report">The report.</param>
    public static void Write(Html html, ParetoFront front, StudyReport report)
    {
        if (front.Points.Count == 0)
        {
            return;
        }

        var title = $"{report.Names.Title(front.Subject)}: {report.Scale.Head} over wall hours";
        html.Add($"<div class=\"chart\"><div class=\"head\"><h3>{title}</h3></div>");
        html.Add($"<div class=\"scroll\"><svg role=\"img\" aria-label=\"{title}\" width=\"{Width}\" height=\"{Height}\" ");
        html.Add($"style=\"width:{Width}px;cursor:default\">\n");
        var hours = front.Points.Max(point => point.WallHours!.Value);
        var (low, high) = (front.Points.Min(point => point.Mean!.Value), front.Points.Max(point => point.Mean!.Value));
        var room = high > low ? (high - low) * 0.12 : Math.Max(Math.Abs(high) * 0.05, 0.5);
        (low, high) = (low - room, high + room);
        double X(double value) => Left + ((Width - Left - Right) * value / (hours > 0 ? hours * 1.05 : 1));
        double Y(double value) => Top + ((Height - Top - Bottom) * (high - value) / (high - low));
        Axes(html, hours, low, high, X, Y);
        foreach (var (from, to) in front.Front.Zip(front.Front.Skip(1)))
        {
            html.Add($"<line x1=\"{Text(X(from.WallHours!.Value))}\" y1=\"{Text(Y(from.Mean!.Value))}\" ");
            html.Add($"x2=\"{Text(X(to.WallHours!.Value))}\" y2=\"{Text(Y(to.Mean!.Value))}\" ");
            html.Raw("style=\"stroke:var(--accent);stroke-width:1.5\"></line>\n");
        }

        foreach (var point in front.Points)
        {
            var (x, y) = (X(point.WallHours!.Value), Y(point.Mean!.Value));
            html.Add($"<circle cx=\"{Text(x)}\" cy=\"{Text(y)}\" r=\"5\" ");
            html.Add($"style=\"fill:var({(front.Has(point) ? "--accent" : "--muted")})\"></circle>");
            html.Add($"<text x=\"{Text(x + 9)}\" y=\"{Text(y + 4)}\">{report.Names.Title(point.Recipe)}</text>\n");
        }

        html.Raw("</svg></div>");
        var note = front.Obstacle.Length > 0 ? $"No front: {front.Obstacle}."
            : "The line joins recipes that no other is both as fast and as good as.";
        html.Add($"<p class=\"note\">{note}</p></div>\n");
    }

    private static void Axes(Html html, double hours, double low, double high, Func<double, double> x, Func<double, double> y)
    {
        const int Lines = 4;
        for (var i = 0; i <= Lines; i++)
        {
            var (value, hour) = (low + ((high - low) * i / Lines), hours * i / Lines);
            var at = Text(y(value));
            html.Add($"<line class=\"gridline\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at}\" y2=\"{at}\"></line>");
            html.Add($"<text x=\"{Left - 6}\" y=\"{Text(y(value) + 4)}\" text-anchor=\"end\">{Short(value)}</text>");
            html.Add($"<text x=\"{Text(x(hour))}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{Short(hour)}</text>\n");
        }

        html.Add($"<text x=\"{Width - Right}\" y=\"{Height - 4}\" text-anchor=\"end\">wall hours</text>\n");
    }

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
