using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>study submit</c>: has cells carried out.</summary>
internal static class StudySubmitVerb
{
    private const string Launcher = "launcher.";

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var overrides = new Argument<string[]>("KEY=VALUE")
        {
            Description = "Settings of the launcher for this once, such as launcher.kind=slurm or launcher.local.slots=2.",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [],
        };
        var models = StudyArguments.Names("--models", "models");
        var recipes = StudyArguments.Names("--recipes", "recipes");
        var data = StudyArguments.Names("--data", "data");
        var seeds = StudyArguments.Names("--seeds", "seeds");
        var failed = new Option<bool>("--failed") { Description = "Also cells that failed or were cancelled." };
        var verb = new Verb(
            "submit",
            "Has the cells carried out that are not done: on this machine, by Slurm or by LSF, as the study's launcher says; cells that "
                + "others hold are left to them, and what was saved goes on. Run it again after anything: it does what is left.",
            "./panoptes study submit studies/seeds-only",
            "./panoptes study submit studies/seeds-only launcher.local.slots=2 --models segformer_b0",
            "./panoptes study submit studies/bench launcher.kind=dry_run") { study, overrides, models, recipes, data, seeds, failed };
        verb.SetAction(parsed => Run(
            parsed.GetRequiredValue(study), parsed.GetValue(overrides) ?? [],
            StudyArguments.Wanted(parsed.GetValue(models), parsed.GetValue(recipes), parsed.GetValue(data), parsed.GetValue(seeds)),
            parsed.GetValue(failed), parsed.InvocationConfiguration.Output));
        return verb;
    }

    /// <summary>Submits.</summary>
    internal static int Run(
        string path, IReadOnlyList<string> overrides, Func<PlannedCell, bool> wanted, bool alsoFailed, TextWriter output)
    {
        if (overrides.FirstOrDefault(setting => !setting.StartsWith(Launcher, StringComparison.Ordinal)
            || setting.StartsWith($"{Launcher}processes", StringComparison.Ordinal)) is { } other)
        {
            throw new InputException(
                "KEY=VALUE", $"'{other}'", "settings of the launcher, but not its processes, which belong to the study",
                "change the study's file and run: ./panoptes study plan FILE");
        }

        using var study = StudyContext.Open(path);
        var config = overrides.Count == 0 ? study.Config : ConfigReader.With(study.Config, overrides);
        var gate = new Lock();
        void Say(string line)
        {
            lock (gate)
            {
                output.WriteLine(line);
                output.Flush();
            }
        }

        var submission = new StudySubmission(study, config.Launcher, ThisProgram.With, Say);
        return submission.Run(wanted, alsoFailed);
    }
}
