using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>config scale</c>: what a recipe's settings become at another batch.</summary>
internal static class ConfigScaleVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("CONFIG") { Description = "The run's YAML file." };
        var overrides = Arguments.Overrides();
        var batch = new Option<int>("--batch") { Description = "Images in one update that are wanted.", HelpName = "N", Required = true };
        var accumulation = new Option<int>("--accumulation")
        {
            Description = "Forward passes that make one update.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var rule = Choice<RateRule>(
            "--rule", "How the learning rate follows the batch", "the usual one of the optimizer (linear for SGD, square root for AdamW)");
        var keep = Choice<KeptLength>("--keep", "What stays the same", "samples");
        var output = OutputOptions.Optional("Write the settings to a YAML file that is based on CONFIG.");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "scale",
            "Computes learning rate, steps, warm-up and intervals for another batch than the recipe's own, by every rule side by side, "
                + "and prints the chosen ones as overrides.",
            "./panoptes config scale configs/cityscapes/pspnet-r50-d8.yaml --batch 16",
            "./panoptes config scale configs/cityscapes/pspnet-r50-d8.yaml --batch 2 --rule linear --keep steps --out small.yaml")
            {
                file,
                overrides,
                batch,
                accumulation,
                rule,
                keep,
                output,
                force,
            };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var config = ConfigReader.Resolve<RunConfig>(path, parsed.GetValue(overrides) ?? [], keepUnset: true).Value;
            var plan = OutputOptions.Plan(parsed, force).Reads(ConfigReader.Files(path));
            var target = parsed.GetValue(output) is { } given ? plan.File(given) : null;
            var (wanted, parts) = (parsed.GetValue(batch), parsed.GetValue(accumulation));
            if (wanted < 1 || parts < 1 || wanted % parts != 0)
            {
                throw new InputException(
                    "--batch", $"{wanted} in {parts} passes", "a batch of at least 1 that the passes divide",
                    "change --batch or --accumulation");
            }

            var from = Scaling.BaseOf(config, out var source);
            var usual = Scaling.RuleOf(
                (source == "the configuration" ? config : PublishedRecipes.For(config)!.Config).Train.Optimizer.Name);
            var chosen = Scaling.To(
                from, wanted, Named(parsed.GetValue(rule), "--rule", usual), Named(parsed.GetValue(keep), "--keep", KeptLength.Samples));
            var writer = parsed.InvocationConfiguration.Output;
            writer.WriteLine($"from {source}: learning rate {Number(from.LearningRate)}, {from.Steps} steps, {from.WarmUpSteps} of them "
                + $"warm-up, at a batch of {from.Batch}");
            Table(from, wanted, chosen, writer);
            var settings = Settings(chosen.Settings, parts);
            writer.WriteLine();
            writer.WriteLine(string.Join(' ', settings.Select(setting => $"{setting.Path}={setting.Value}")));
            if (chosen.Factor > Scaling.LargestFactor)
            {
                writer.WriteLine($"warning: {Number(chosen.Factor)} times the recipe's batch is beyond what these rules are known to hold "
                    + "for; tune the learning rate");
            }

            if (target is not null)
            {
                using var writing = plan.Begin();
                Write(target, path, config, source, from, chosen, settings);
                writer.WriteLine($"{parsed.GetValue(output)}: based on {path}");
            }
        });
        return verb;
    }

    private static void Table(BatchSettings from, int batch, ScaledSettings chosen, TextWriter writer) => TextTable.Write(
        writer,
        ["", "learning rate", "keeps", "batch", "steps", "samples", "rate", "warm-up", "evaluate every"],
        [.. from kept in Enum.GetValues<KeptLength>()
            from rule in Enum.GetValues<RateRule>()
            let scaled = Scaling.To(@from, batch, rule, kept)
            select (IReadOnlyList<string>)
            [
                scaled == chosen ? ">" : "", Spoken(rule), Spoken(kept), $"{batch}", $"{scaled.Settings.Steps}",
                $"{scaled.Settings.Samples}",
                Number(scaled.Settings.LearningRate), $"{scaled.Settings.WarmUpSteps}", $"{scaled.Settings.Every}",
            ]]);

    private static IReadOnlyList<(string Path, string Value)> Settings(BatchSettings scaled, int accumulation) =>
    [
        ("train.batch_size", $"{scaled.Batch / accumulation}"),
        ("train.accumulation", $"{accumulation}"),
        ("train.steps", $"{scaled.Steps}"),
        ("train.optimizer.learning_rate", Number(scaled.LearningRate)),
        ("train.schedule.warm_up_steps", $"{scaled.WarmUpSteps}"),
        ("train.evaluation.every", $"{scaled.Every}"),
        ("train.checkpoint.every", $"{scaled.Every}"),
    ];

    private static void Write(
        string target, string path, RunConfig config, string source, BatchSettings from, ScaledSettings chosen,
        IReadOnlyList<(string Path, string Value)> settings)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        var value = settings.ToDictionary(setting => setting.Path, setting => setting.Value);
        string[] declared = [.. config.Recipe.Declared, .. value.Keys.Except(config.Recipe.Declared)];
        var rate = $"learning rate {Spoken(chosen.Rule)} from {Number(from.LearningRate)} at {from.Batch} ({source})";
        AtomicFile.WriteText(target, $$"""
            # {{Path.GetFileName(path)}} for a batch of {{chosen.Settings.Batch}}: {{rate}}, {{Spoken(chosen.Kept)}} kept.
            base: {{Path.GetRelativePath(folder, Path.GetFullPath(path))}}

            train:
              batch_size: {{value["train.batch_size"]}}
              accumulation: {{value["train.accumulation"]}}
              steps: {{value["train.steps"]}}
              optimizer: {learning_rate: {{value["train.optimizer.learning_rate"]}}}
              schedule: {warm_up_steps: {{value["train.schedule.warm_up_steps"]}}}
              evaluation: {every: {{value["train.evaluation.every"]}}}
              checkpoint: {every: {{value["train.checkpoint.every"]}}}

            recipe:
              batch: {{from.Batch}}
              declared: [{{string.Join(", ", declared)}}]

            """);
    }

    private static Option<string?> Choice<T>(string name, string description, string usual)
        where T : struct, Enum =>
            new(name) { Description = $"{description}: {string.Join(", ", ConfigKeys<T>())}; {usual} where left out.", HelpName = "NAME" };

    private static T Named<T>(string? given, string option, T usual)
        where T : struct, Enum => given is null
        ? usual
        : Enum.GetValues<T>().Where(value => KeyPath.Snake(value.ToString()) == given).Select(value => (T?)value).FirstOrDefault()
            ?? throw new InputException(option, given, string.Join(", ", ConfigKeys<T>()), "choose one of these");

    private static IEnumerable<string> ConfigKeys<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => KeyPath.Snake(value.ToString()));

    private static string Spoken<T>(T value)
        where T : struct, Enum => KeyPath.Snake(value.ToString()).Replace('_', ' ');

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
