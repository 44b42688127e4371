using System.Globalization;
using Panoptes.Experiments.Progress;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Pictures;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.Scoring;
using Panoptes.Reports.Pages;
using Panoptes.Reports.Scores;

namespace Panoptes.Reports.Atlas;

/// <summary>Pictures of errors, filtered by kind, pair of classes, size and image; the page's script does that.</summary>
internal static class FindingsSection
{
    /// <summary>Writes it.</summary>
    public static void Write(Html html, AtlasReport report, AtlasPictures pictures, IReadOnlyList<AtlasFinding> examples)
    {
        html.Raw("<section id=\"findings\">\n<h2>Findings</h2>\n");
        html.Add($"<p class=\"note\">The largest {examples.Count} of {Show.Count(SegmentFates.Errors.Sum(report.Errors))} errors, the ");
        html.Add($"classes taking turns; findings.json and relabel.json have {report.Findings.Count}. The segments in ");
        html.Raw("question are outlined; a side without one shows what is there instead. Click a picture to enlarge it and to page ");
        html.Raw("through all; point at one to read its classes. The address behind each name stays the same from run to run.</p>\n");
        Filters(html, report, examples, pictures.Findings.Values);
        ClassLegend.Write(html, [.. Shown(report)], [], "");
        html.Raw("<div class=\"gallery\" id=\"examples\">\n");
        foreach (var finding in examples)
        {
            Figure(html, report, finding, pictures.Findings[finding.Address]);
        }

        html.Raw("</div>\n</section>\n");
    }

    // Classes that are somewhere, the most frequent ones first.
    private static IEnumerable<NamedColor> Shown(AtlasReport report) => Enumerable.Range(0, report.Classes.Count)
        .Select(known => (Class: report.Classes[known], Pixels: report.Pixels.Confusion.TruthPixels(known)
            + report.Pixels.Confusion.PredictedPixels(known)))
        .Where(one => one.Pixels > 0).OrderByDescending(one => one.Pixels)
        .Select(one => new NamedColor(one.Class.Name, one.Class.Color.Hex));

    private static void Filters(
        Html html, AtlasReport report, IReadOnlyList<AtlasFinding> examples, IEnumerable<ScorePicture> pictures)
    {
        html.Raw("<div class=\"card tools\" id=\"filters\" role=\"group\" aria-label=\"filter the findings\">");
        Select(html, "kind", SegmentFates.Errors.Where(kind => examples.Any(one => one.Error.Kind == kind))
            .Select(kind => (kind.Name(), kind.Name())));
        Select(html, "truth", Classes(report, examples.Select(one => one.Error.TruthClass)));
        Select(html, "prediction", Classes(report, examples.Select(one => one.Error.PredictionClass)));
        Select(html, "size", Enum.GetValues<ObjectSize>().Select(size => size.ToString().ToLowerInvariant()).Select(name => (name, name)));
        html.Raw("<label>image <input type=\"search\" data-filter=\"image\"></label>");
        html.Raw("<label>order <select id=\"order\"><option value=\"\">as listed</option><option value=\"pixels\">largest</option>");
        html.Raw("<option value=\"-iou\">lowest IoU</option><option value=\"score\">surest</option></select></label>");
        PicturesSection.WriteOpacity(html, pictures);
        html.Raw("<button type=\"button\" id=\"all\">show all</button><output id=\"count\"></output></div>\n");
    }

    private static IEnumerable<(string Value, string Text)> Classes(AtlasReport report, IEnumerable<int> named) => named.Distinct().Order()
        .Select(known => (Text(known), known < 0 ? "nothing" : report.Classes[known].Name));

    private static void Select(Html html, string name, IEnumerable<(string Value, string Text)> options)
    {
        html.Add($"<label>{name} <select data-filter=\"{name}\"><option value=\"\">any</option>");
        foreach (var (value, text) in options)
        {
            html.Add($"<option value=\"{value}\">{text}</option>");
        }

        html.Raw("</select></label>");
    }

    private static void Figure(Html html, AtlasReport report, AtlasFinding finding, ScorePicture picture)
    {
        var error = finding.Error;
        var words = Words(report, finding);
        html.Add($"<figure class=\"worst finding\" id=\"finding-{finding.Address}\" data-kind=\"{error.Kind.Name()}\" ");
        html.Add($"data-truth=\"{error.TruthClass}\" data-prediction=\"{error.PredictionClass}\" ");
        html.Add($"data-size=\"{finding.Size.ToString().ToLowerInvariant()}\" data-image=\"{finding.Image}\" ");
        html.Add($"data-pixels=\"{error.Pixels}\" ");
        html.Add($"data-iou=\"{Number(error.IoU, "")}\" data-score=\"{Number(finding.Score, "")}\">");
        html.Raw("<div class=\"panels\">\n");
        PicturesSection.Panels(html, picture with { Name = $"{words} in {finding.Image}" });
        html.Add($"</div><figcaption><a href=\"#finding-{finding.Address}\">{words}</a>");
        html.Add($"<span>{finding.Image} at {finding.Place.X:0}, {finding.Place.Y:0}; {Show.Count(error.Pixels)} pixels");
        html.Add($"{Number(error.IoU, ", IoU ")}{Number(error.BoundaryIoU, ", boundary IoU ")}{Number(finding.Score, ", score ")}");
        html.Raw("</span></figcaption></figure>\n");
    }

    private static string Words(AtlasReport report, AtlasFinding finding)
    {
        var error = finding.Error;
        string Name(int known) => report.Classes[known].Name;
        string Other(string before, int known) => known < 0 ? "" : before + Name(known);
        return error.Kind switch
        {
            SegmentFate.Missed => $"missed {Name(error.TruthClass)}{Other(", taken for ", error.PredictionClass)}",
            SegmentFate.Invented => $"invented {Name(error.PredictionClass)}{Other(" on ", error.TruthClass)}",
            SegmentFate.Confused => $"{Name(error.TruthClass)} confused with {Name(error.PredictionClass)}",
            SegmentFate.Merged => $"{error.Truths.Count} {Name(error.TruthClass)} merged",
            SegmentFate.Split => $"{Name(error.TruthClass)} split into {error.Predictions.Count}",
            _ => $"{error.Kind.Name()} {Name(error.TruthClass)}",
        };
    }

    private static string Number(double value, string before) =>
        double.IsFinite(value) ? before + value.ToString("0.00", CultureInfo.InvariantCulture) : "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
