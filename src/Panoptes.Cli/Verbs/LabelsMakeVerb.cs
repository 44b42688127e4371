using System.CommandLine;
using System.Diagnostics;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Configuration;
using Panoptes.PseudoLabels.Making;

namespace Panoptes.Cli.Verbs;

/// <summary><c>labels make</c>: pseudo-labels of images, and of what networks said of them.</summary>
internal static class LabelsMakeVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var config = new Argument<string>("CONFIG") { Description = "The YAML file; configs/labels has examples." };
        var overrides = Arguments.Overrides();
        var output = OutputOptions.Required("The folder of the labels: new, empty, or of an earlier call.", "DIR");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "make",
            "Makes pseudo-labels: clusters of features, logits, ids or mere colors, refined by a random field; instances from proposals or "
                + "depth; things told from stuff. The same command goes on where it was stopped.",
            "./panoptes labels make configs/labels/colors.yaml images=scenes/train/images depth.folder=scenes/train/depth --out labels",
            "./panoptes labels make configs/labels/cups.yaml images=cityscapes split=train source.folder=logits depth.folder=depth "
                + "instances.path=proposals --out labels")
        {
            config, overrides, output, force,
        };
        verb.SetAction(parsed =>
        {
            var settings = ConfigReader.Read<MakeConfig>(parsed.GetRequiredValue(config), parsed.GetValue(overrides) ?? []);
            var (folder, says, clock) = (parsed.GetRequiredValue(output), parsed.InvocationConfiguration.Output, Stopwatch.StartNew());
            var (gate, said) = (new Lock(), TimeSpan.Zero);
            var report = new LabelMaking(settings, PublishedCounts.Sum(settings.Statistics)).Make(
                OutputOptions.Plan(parsed, force), folder, (done, all) =>
                {
                    lock (gate)
                    {
                        if (clock.Elapsed - said > TimeSpan.FromSeconds(10) && done < all)
                        {
                            said = clock.Elapsed;
                            says.WriteLine($"  {done} of {all} images, {clock.Elapsed.TotalSeconds:F0} s");
                        }
                    }
                });
            says.WriteLine($"{folder}: {report.Text}, {clock.Elapsed.TotalSeconds:F1} s");
        });
        return verb;
    }
}
