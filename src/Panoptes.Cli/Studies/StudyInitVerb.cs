using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>study init</c>: makes a study from its file.</summary>
internal static class StudyInitVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = "The study's YAML file." };
        var overrides = Arguments.Overrides();
        var verb = new Verb(
            "init",
            "Makes a study's folder from its file; run again, takes over what has changed in the file.",
            "./panoptes study init configs/studies/seeds-only.yaml",
            "./panoptes study init my-study.yaml name=second 'seeds=[0, 1, 2]'") { file, overrides };
        verb.SetAction(parsed =>
        {
            var folder = StudyPlanning.Init(parsed.GetRequiredValue(file), parsed.GetValue(overrides) ?? []);
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"study {folder.Shown}");
            output.WriteLine($"next: ./panoptes study plan {folder.Shown}");
        });
        return verb;
    }
}
