using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Progress;
using Panoptes.Foundation;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Files;
using Panoptes.Metrics.Atlas.Pictures;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Photographs;
using Panoptes.Reports.Atlas;

namespace Panoptes.Cli.Verbs;

/// <summary>What every kind of atlas takes: where it goes, what it shows, and by which limits segments are judged.</summary>
internal sealed class AtlasArguments
{
    private const int UsualLeastRegion = 100;

    private readonly Option<string> output = OutputOptions.Required(
        "The folder for the page, index.html, with findings.json and relabel.json beside it.", "DIR");
    private readonly Option<bool> force = OutputOptions.Force();
    private readonly Option<int> examples = new("--examples")
    {
        Description = "How many errors of each kind the page shows.",
        HelpName = "N",
        DefaultValueFactory = _ => 24,
    };

    private readonly Option<int> keep = new("--keep")
    {
        Description = "How many of the largest errors of each kind and class the files have; all are counted.",
        HelpName = "N",
        DefaultValueFactory = _ => 50,
    };

    private readonly Option<double> boundedIoU = new("--bounded-iou")
    {
        Description = "Found segments of a lower IoU are badly bounded, 0.5 to 1.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => new AtlasRules().BoundedIoU,
    };

    private readonly Option<double> boundedEdge = new("--bounded-edge")
    {
        Description = "Found segments of a lower boundary IoU are badly bounded, 0 to 1.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => new AtlasRules().BoundedEdge,
    };

    private readonly Option<long?> leastArea = new("--least-area")
    {
        Description = "Segments with fewer pixels are counted as ignored; where left out 100 for regions of label maps, else 0.",
        HelpName = "N",
    };

    private readonly Option<int> threads = Arguments.Threads();

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [output, examples, keep, boundedIoU, boundedEdge, leastArea, threads, force];

    /// <summary>Worker threads.</summary>
    public int Threads(ParseResult parsed) => Arguments.ThreadsOf(parsed, threads);

    /// <summary>Makes an atlas and writes it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="open">Opens the images, given who is told of progress, and says what they are and where photographs are.</param>
    public void Run(ParseResult parsed, Func<ProgressLine, AtlasSource> open)
    {
        var options = new AtlasOptions
        {
            Rules = new AtlasRules
            {
                BoundedIoU = parsed.GetValue(boundedIoU),
                BoundedEdge = parsed.GetValue(boundedEdge),
                LeastArea = parsed.GetValue(leastArea) ?? 0,
            },
            Kept = parsed.GetValue(keep),
            Threads = Threads(parsed),
        }.Checked();
        Require.AtLeast("--examples", parsed.GetValue(examples), 0);
        var plan = OutputOptions.Plan(parsed, force);
        var folder = plan.Folder(parsed.GetRequiredValue(output));
        var (page, findings, relabel) = (
            folder.File("index.html", plan.Verb), folder.File("findings.json", plan.Verb), folder.File("relabel.json", plan.Verb));
        AtlasReport report;
        AtlasPictures pictures;
        IReadOnlyList<AtlasFinding> shown;
        IPhotographs? photographs;
        using (var progress = ErrorProgress.Start())
        {
            var (title, frames, found) = open(progress);
            using var closing = frames as IDisposable;
            photographs = found;
            options = options with
            {
                RanksByPixels = frames.AreRegions,
                Rules = options.Rules with { LeastArea = parsed.GetValue(leastArea) ?? (frames.AreRegions ? UsualLeastRegion : 0) },
            };
            report = ErrorAtlas.Make(
                frames, title, options with { Progress = (done, count) => progress.Images("judging", done, count) });
            shown = ExampleChoice.Of(report, parsed.GetValue(examples));
            var drawing = options with { Progress = (done, count) => progress.Images("drawing", done, count) };
            pictures = AtlasPictures.Of(frames, report with { Options = drawing }, shown, photographs);
        }

        if (pictures.Unpictured > 0)
        {
            report = report with
            {
                Remarks = [.. report.Remarks, $"{pictures.Unpictured} images that are shown have no photograph in {photographs!.Folder}."],
            };
        }

        using var writing = plan.Begin();
        FindingsJson.Write(report, findings);
        RelabelJson.Write(pictures.Relabel, report.Classes, photographs is null ? _ => null : photographs.NameOf, relabel);
        AtlasPage.Write(report, pictures, shown, page);
        Print(parsed, report, folder.Path);
    }

    private static void Print(ParseResult parsed, AtlasReport report, string folder)
    {
        var output = parsed.InvocationConfiguration.Output;
        var rows = SegmentFates.Errors.Where(kind => report.Errors(kind) > 0).Select(kind => $"{report.Errors(kind),8}  {kind.Name()}");
        output.WriteLine($"{report.Segments.Images} images, errors:");
        foreach (var row in rows)
        {
            output.WriteLine(row);
        }

        foreach (var remark in report.Remarks)
        {
            output.WriteLine(remark);
        }

        output.WriteLine($"look at {Path.Combine(folder, "index.html")}");
    }
}
