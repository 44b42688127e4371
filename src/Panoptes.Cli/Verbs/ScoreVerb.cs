using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Cli.Verbs;

/// <summary><c>score</c>: the published evaluators' numbers of predictions in the usual formats.</summary>
internal static class ScoreVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "score", "Scores predictions in the usual formats: the published evaluators' numbers, with intervals and pictures.");
        var options = new ScoreOptions();
        foreach (var kind in ScoreKind.All(options))
        {
            verb.Add(Kind(kind, options));
        }

        verb.Add(ScoreCompareVerb.Create());
        return verb;
    }

    private static Verb Kind(ScoreKind kind, ScoreOptions options)
    {
        var photographs = kind.HasPictures ? new ScorePhotographs(options) : null;
        var prediction =
            new Option<string>("--pred") { Description = "The predictions: a JSON file or a folder.", Required = true, HelpName = "PATH" };
        var folder = new Option<string?>("--pred-dir")
        {
            Description = "Their PNGs; the folder named like the JSON where left out.",
            HelpName = "DIR",
        };
        var shared = new ScoreArguments();
        var verb = new Verb(kind.Name, kind.Description, kind.Examples) { prediction };
        foreach (var option in kind.Options.Concat(kind.Name == "panoptic" ? [folder] : []).Concat(shared.All)
            .Concat(photographs is null ? [] : [photographs.Option]))
        {
            verb.Add(option);
        }

        verb.SetAction(parsed =>
        {
            var plan = shared.Plan(parsed);
            var shown = photographs?.Of(parsed, shared.HasPage(parsed));
            ScoreReport report;
            using (var progress = ErrorProgress.Start())
            {
                report = kind.Report(
                    parsed, parsed.GetRequiredValue(prediction), kind.Name == "panoptic" ? parsed.GetValue(folder) : null,
                    new ScoreWork(shared.Threads(parsed), (done, count) => progress.Images("scoring", done, count)));
            }

            shared.Finish(report, shown, parsed, plan);
        });
        return verb;
    }
}
