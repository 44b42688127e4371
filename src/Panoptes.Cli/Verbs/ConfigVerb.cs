using System.CommandLine;
using Panoptes.Experiments;
using Panoptes.Experiments.Configuration;

namespace Panoptes.Cli;

/// <summary><c>config show</c>: every setting of a run as it would be used, defaults included.</summary>
internal static class ConfigVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() => new("config", "Looks at configurations.") { Show() };

    private static Verb Show()
    {
        var file = new Argument<string?>("CONFIG") { Description = "The run's YAML file; without it, the defaults.", Arity = ArgumentArity.ZeroOrOne };
        var overrides = Arguments.Overrides();
        var json = new Option<bool>("--json") { Description = "Print canonical JSON instead of YAML." };
        var verb = new Verb(
            "show",
            "Prints every setting of a run as it would be used: defaults, the file and its bases, then the overrides.",
            "./panoptes config show",
            "./panoptes config show configs/camvid/deeplabv3plus-mobilenetv2.yaml train.steps=400",
            "./panoptes config show train.seed=3 --json") { file, overrides, json };
        verb.SetAction(parsed =>
        {
            var (path, settings) = Arguments.Split(parsed.GetValue(file), parsed.GetValue(overrides));
            var config = ConfigReader.Read<RunConfig>(path, settings);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(json) ? ConfigWriter.ToCanonicalJson(config, indented: true) : ConfigWriter.ToYaml(config).TrimEnd());
        });
        return verb;
    }
}
