using Panoptes.Cli.CommandLine;
using Panoptes.Data.Checking;

namespace Panoptes.Cli.Verbs;

/// <summary><c>data check</c>: reads every file of a data set before a training does.</summary>
internal static class DataCheckVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var root = DataArguments.Root();
        var settings = DataArguments.Settings();
        var splits = DataArguments.Splits();
        var report = OutputOptions.Report("Also write everything found as JSON.");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "check",
            "Reads every file of a data set: broken images, sizes, ids without a class, missing partners, copies. One line a finding, "
                + "counts at the end; exit code 1 where there is an error.",
            "./panoptes data check ../shared/data/camvid",
            "./panoptes data check cityscapes format=cityscapes --split val --report check.json") { root, settings, splits, report, force };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var plan = OutputOptions.Plan(parsed, force);
            var target = parsed.GetValue(report) is { } file ? plan.File(file, report.Name) : null;
            DataCheckResult result;
            using (var progress = ErrorProgress.Start())
            {
                result = DataCheck.Run(DataArguments.Config(parsed, root, settings), new DataCheckOptions
                {
                    Splits = parsed.GetValue(splits) ?? [],
                    Progress = (split, done, count) => progress.Images($"checking {split}", done, count),
                    Finding = finding => progress.Aside(() => output.WriteLine(
                        $"{(finding.Severity == FindingSeverity.Error ? "error" : "warning")}: {finding.Message}")),
                });
            }

            if (target is not null)
            {
                using var writing = plan.Begin();
                result.WriteJson(target);
            }

            foreach (var line in result.SummaryLines())
            {
                output.WriteLine(line);
            }

            return result.ExitCode;
        });
        return verb;
    }
}
