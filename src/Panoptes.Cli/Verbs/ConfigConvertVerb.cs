using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;

namespace Panoptes.Cli.Verbs;

/// <summary><c>config convert</c>: a configuration file of before with the keys of now.</summary>
internal static class ConfigConvertVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("CONFIG") { Description = "The YAML file, or the folder of a run, whose copy is then read." };
        var output = OutputOptions.Optional("The YAML file to write; without it, --force rewrites CONFIG itself.");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "convert",
            "Rewrites settings whose keys have changed, and leaves all else as it is written, comments too. Says what it changes; without "
                + "--out and --force nothing is written.",
            "./panoptes config convert old.yaml",
            "./panoptes config convert old.yaml --out new.yaml",
            "./panoptes config convert old.yaml --force") { file, output, force };
        verb.SetAction(parsed =>
        {
            var (given, target) = (parsed.GetRequiredValue(file), parsed.GetValue(output));
            var path = ConfigSource.File(given);
            var (text, changes) = ConfigConversion.Convert(Read(path), path);
            var writer = parsed.InvocationConfiguration.Output;
            foreach (var change in changes)
            {
                writer.WriteLine(change);
            }

            var inPlace = target is null && parsed.GetValue(force);
            if (inPlace && ConfigSource.IsRun(given))
            {
                throw new InputException(
                    "--force", $"{given}, a run", "a configuration file: a run keeps its own copy", "write another file with --out");
            }

            if (changes.Count == 0)
            {
                writer.WriteLine($"{path}: nothing to change");
            }

            if (target is null && !inPlace)
            {
                writer.WriteLine(changes.Count == 0 ? "" : $"{path}: nothing written; add --out FILE, or --force to rewrite it");
                return;
            }

            // The file is rewritten because it was asked for: it is this verb's output then, not an input to be kept.
            var plan = inPlace
                ? new OutputPlan(UsageErrors.Path(parsed.CommandResult), force: true)
                : OutputOptions.Plan(parsed, force).Reads(path);
            var written = plan.File(target ?? path);
            using var writing = plan.Begin();
            AtomicFile.WriteText(written, text);
            writer.WriteLine($"{target ?? path}: {changes.Count} changes");
        });
        return verb;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            var found = File.Exists(path) ? "a file that cannot be read" : "no such file";
            throw new InputException(path, found, "a YAML configuration file", "check the path", cause);
        }
    }
}
