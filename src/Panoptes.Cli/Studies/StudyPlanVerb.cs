using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Studies.Sessions;
using Spectre.Console;

namespace Panoptes.Cli.Studies;

/// <summary><c>study plan</c>: the cells of a study, and what they are expected to cost.</summary>
internal static class StudyPlanVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var overrides = Arguments.Overrides();
        var measure = new Option<int?>("--measure")
        {
            Description = "Measure N steps of every model with every recipe on this machine first, where nobody knows what they cost.",
            HelpName = "N",
        };
        var verb = new Verb(
            "plan",
            "Writes down the cells of a study and says what they are expected to cost in time and memory, before anything starts. A file "
                + "that was not made into a study yet is. Settings may be given with a file only.",
            "./panoptes study plan configs/studies/seeds-only.yaml --measure 3",
            "./panoptes study plan studies/seeds-only") { study, overrides, measure };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(study);
            var settings = parsed.GetValue(overrides) ?? [];
            if (File.Exists(path))
            {
                path = StudyPlanning.Init(path, settings).FullPath;
            }
            else
            {
                Require.That(
                    settings.Length == 0, "KEY=VALUE", settings.FirstOrDefault(), "a study's file, where settings are given",
                    "make the study again from its file: ./panoptes study init FILE KEY=VALUE");
            }

            using var open = StudyContext.Open(path);
            var (cells, dropped) = StudyPlanning.Plan(open);
            if (parsed.GetValue(measure) is { } steps)
            {
                Require.Within("--measure", steps, 1, 10_000);
                CostEstimates.Probe(open, steps, AnsiConsole.Console);
            }

            StudyText.WritePlan(parsed.InvocationConfiguration.Output, open, cells, dropped);
        });
        return verb;
    }
}
