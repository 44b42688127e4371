using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;

namespace Panoptes.Cli.Verbs;

/// <summary><c>config show</c>: every setting of a run as it would be used, and where it comes from.</summary>
internal static class ConfigShowVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string?>("CONFIG")
        {
            Description = "The run's YAML file, or the folder of a run; without it, the defaults.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var overrides = Arguments.Overrides();
        var changed = new Option<bool>("--changed") { Description = "Print only what is not a default." };
        var json = new Option<bool>("--json") { Description = "Print canonical JSON instead of YAML." };
        var verb = new Verb(
            "show",
            "Prints every setting of a run as it would be used, and behind it where it was written: a file with its line, or an override. "
                + "Settings without such a note are defaults.",
            "./panoptes config show",
            "./panoptes config show configs/camvid/deeplabv3plus-mobilenetv2.yaml train.steps=400",
            "./panoptes config show configs/camvid/deeplabv3plus-mobilenetv2.yaml --changed",
            "./panoptes config show train.seed=3 --json") { file, overrides, changed, json };
        verb.SetAction(parsed =>
        {
            var (path, settings) = Arguments.Split(parsed.GetValue(file), parsed.GetValue(overrides));
            var config = ConfigReader.Resolve<RunConfig>(path is null ? null : ConfigSource.File(path), settings);
            Print(config, parsed.GetValue(json), parsed.GetValue(changed), parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static void Print(ResolvedConfig<RunConfig> config, bool asJson, bool changedOnly, TextWriter output)
    {
        if (asJson)
        {
            output.WriteLine(ConfigWriter.ToCanonicalJson(config.Value, indented: true));
            return;
        }

        if (config.Variants.Count > 0)
        {
            output.WriteLine($"# variants: {string.Join(", ", config.Variants)} (choose one with variant=NAME)");
        }

        output.WriteLine(ConfigWriter.ToYaml(
            config.Value, path => config.OriginOf(path)?.ToString(), path => !changedOnly || config.OriginOf(path) is not null).TrimEnd());
    }
}
