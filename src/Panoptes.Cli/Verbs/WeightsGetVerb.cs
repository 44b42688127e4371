using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Weights;
using Panoptes.Foundation.Outputs;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>weights get</c>: fetches published weights.</summary>
internal static class WeightsGetVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "The weights, as './panoptes weights list' names them, such as segformer_b0-cityscapes.",
        };
        var output = OutputOptions.Optional(
            $"The file, or a folder that is there; {WeightDownload.Folder}/ with the published name where left out.", "PATH");
        var verb = new Verb(
            "get",
            "Fetches published weights and checks them against their published checksum; where this machine does not reach them, prints "
                + "the address. Says their license first. A file that is there is checked and kept.",
            "./panoptes weights get segformer_b0-cityscapes",
            "./panoptes weights get resnet50-imagenet --out resnet50.pth") { name, output };
        verb.SetAction(parsed =>
        {
            var weights = PublishedWeights.Get(parsed.GetRequiredValue(name));
            var target = WeightDownload.Target(weights, parsed.GetValue(output));
            if (File.Exists(target))
            {
                WeightDownload.Check(weights, target, AnsiConsole.Console);
            }
            else
            {
                var plan = new OutputPlan("weights get");
                var planned = plan.File(target);
                using var writing = plan.Begin();
                WeightDownload.Run(weights, planned, AnsiConsole.Console);
            }

            parsed.InvocationConfiguration.Output.WriteLine(
                weights.IsWhole && weights.Models is [var model] && !model.Contains('*')
                    ? $"use it with: ./panoptes predict --model {weights.Name} --weights {target} IMAGES"
                    : $"use it with: model.weights={target}");
        });
        return verb;
    }
}
