using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.LabelReports;
using Panoptes.Experiments.Sessions;
using Panoptes.Reports.Teachers;

namespace Panoptes.Cli.Verbs;

/// <summary><c>labels report</c>: how good labels of any origin are, against the truth of a few images.</summary>
internal static class LabelsReportVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var labels = new Argument<string>("LABELS")
        {
            Description = "A folder of pseudo-labels, or of any known layout, or a COCO results JSON of objects with scores.",
        };
        var root = new Argument<string>("TRUTH") { Description = "The folder of the data set whose truth is known." };
        var settings = DataArguments.Settings();
        var split = new Option<string>("--split")
        {
            Description = "Its split.",
            DefaultValueFactory = _ => "val",
            HelpName = "NAME",
        };
        var reading = new Option<string[]>("--read")
        {
            Description = "What is read otherwise of a folder of labels than of the truth, such as labels=predicted; may be repeated.",
            HelpName = "KEY=VALUE",
        };
        var match = new Option<bool>("--match")
        {
            Description = "Ids are clusters without names: each is named by the class that it shares most pixels with.",
        };
        var score = new Option<double>("--score")
        {
            Description = "Objects with scores are kept above this.",
            DefaultValueFactory = _ => new LabelReportOptions("", new(), "").Score,
            HelpName = "S",
        };
        var json = OutputOptions.Json();
        var html = OutputOptions.Page("Also write a page.");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "report",
            "Says how good labels are, whoever made them, on the images whose truth is known, joined by stem: the share of pixels that "
                + "have a label, agreement by class, precision and recall of objects; calibration where labels have scores.",
            "./panoptes labels report pseudo_labels cityscapes --split val",
            "./panoptes labels report clusters scenes --match --html labels.html",
            "./panoptes labels report predictions/instances.json coco format=coco_instances --score 0.5")
            {
                labels, root, settings, split, reading, match, score, json, html, force,
            };
        verb.SetAction(parsed =>
        {
            var plan = OutputOptions.Plan(parsed, force);
            var data = parsed.GetValue(json) is { } file ? plan.File(file, json.Name) : null;
            var page = parsed.GetValue(html) is { } path ? plan.File(path, html.Name) : null;
            var config = DataArguments.Config(parsed, root, settings);
            var report = LabelReportSession.Run(
                new LabelReportOptions(parsed.GetRequiredValue(labels), config, parsed.GetRequiredValue(split))
                {
                    Reading = parsed.GetValue(reading) is { Length: > 0 } other ? ConfigReader.With(config, other) : null,
                    Match = parsed.GetValue(match),
                    Score = parsed.GetValue(score),
                });
            Print(report, parsed.InvocationConfiguration.Output);
            if (data is not null || page is not null)
            {
                using var writing = plan.Begin();
                if (data is not null)
                {
                    report.Write(data);
                }

                if (page is not null)
                {
                    LabelReportPage.Write(report, page);
                }
            }
        });
        return verb;
    }

    private static void Print(LabelReport report, TextWriter output)
    {
        output.WriteLine($"{report.Labels}: labels of {report.Images} of {report.TruthImages} images of {report.Truth}");
        output.WriteLine();
        QualityText.Write(output, report.Quality, report.Pixels);
        if (report.Clusters is { } clusters)
        {
            TextTable.Write(
                output, ["cluster", "class"],
                [.. clusters.Select(IReadOnlyList<string> (one) => [one.Cluster, one.Class.Length > 0 ? one.Class : "none"])]);
            output.WriteLine();
        }

        foreach (var line in report.Notes.Select(note => $"note: {note}")
            .Concat(report.Warnings.Select(warning => $"warning: {warning}")))
        {
            output.WriteLine(line);
        }
    }
}
