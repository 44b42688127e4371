using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Studies.Linting;

namespace Panoptes.Cli.Studies;

/// <summary><c>study lint</c>: finds what does not hold in a report.</summary>
internal static class StudyLintVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var report = new Argument<string>("REPORT.md") { Description = "Any report of trainings, as Markdown." };
        var strict = new Option<bool>("--strict") { Description = "Fail (exit code 1) where there is an error." };
        var pedantic = new Option<bool>("--pedantic") { Description = "Also what is mere style." };
        var silence = new Option<string?>("--silence") { Description = "Ids of rules to silence.", HelpName = "ID,ID" };
        var json = OutputOptions.Json();
        var force = OutputOptions.Force();
        var verb = new Verb(
            "lint",
            "Reads a report that compares trainings and finds what does not hold: numbers that contradict each other or the published "
                + "recipes, causes that the experiment cannot show, differences inside the noise, means over unequal sets, placeholders. "
                + "Any Markdown will do; each finding has its lines and what it rests on.",
            "./panoptes study lint comparison.md --strict",
            "./panoptes study lint studies/bench/report/report.md --pedantic --json findings.json")
            {
                report, strict, pedantic, silence, json, force,
            };
        verb.SetAction(parsed =>
        {
            var found = ReportLinter.LintFile(parsed.GetRequiredValue(report), new LintOptions
            {
                Pedantic = parsed.GetValue(pedantic),
                Silenced = parsed.GetValue(silence)?.Split(
                    ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            });
            if (parsed.GetValue(json) is { } file)
            {
                var plan = OutputOptions.Plan(parsed, force);
                var target = plan.File(file, json.Name);
                using var writing = plan.Begin();
                AtomicFile.WriteText(target, LintText.Json(found));
            }

            return Tell(found, parsed.GetValue(strict), parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    /// <summary>Prints what was found.</summary>
    /// <returns>1 where it is an error and errors are to fail, else 0.</returns>
    internal static int Tell(LintReport found, bool strict, TextWriter output)
    {
        output.Write(LintText.Plain(found));
        return strict && found.Errors > 0 ? ExitCode.BadInput : ExitCode.Done;
    }
}
