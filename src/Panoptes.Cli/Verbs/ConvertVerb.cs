using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.Classes;
using Panoptes.Formats.Coco.Writing;
using Panoptes.Foundation.Outputs;
using Panoptes.Metrics.Conversion;

namespace Panoptes.Cli.Verbs;

/// <summary><c>convert</c>: between the formats that <c>score</c> reads.</summary>
internal static class ConvertVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() =>
        new("convert", "Converts annotations: without loss where the format can hold it, with an error where it cannot.")
    {
        CityscapesToPanoptic(), PanopticToCityscapes(), PanopticToInstances(), InstancesToPanoptic(), PanopticToLabels(),
        LabelsToPanoptic(),
    };

    private static Verb CityscapesToPanoptic()
    {
        var (input, output) = (Input("Ground truth: gtFine or one of its splits."), Output(
            "The panoptic JSON to write; the PNGs go to the folder named like it."));
        var trainIds = new Option<bool>("--train-ids") { Description = "Categories have train ids." };
        return Make(
            "cityscapes-to-panoptic", "instanceIds images to COCO panoptic, as createPanopticImgs does.",
            "./panoptes convert cityscapes-to-panoptic gtFine/val --out cityscapes_panoptic_val.json", input, output, [trainIds],
            (parsed, plan, progress) =>
                $"{CityscapesConversion.ToPanoptic(
                    parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetValue(trainIds), plan, progress)} frames");
    }

    private static Verb PanopticToCityscapes()
    {
        var (input, output, folder) = (Input("The panoptic JSON."), Output("Where labelIds and instanceIds images go."), Folder());
        return Make(
            "panoptic-to-cityscapes", "COCO panoptic to labelIds and instanceIds images.",
            "./panoptes convert panoptic-to-cityscapes gt.json --out gtFine/val", input, output, [folder], (parsed, plan, progress) =>
                $"{CityscapesConversion.FromPanoptic(
                    parsed.GetRequiredValue(input), parsed.GetValue(folder), parsed.GetRequiredValue(output), plan, progress)} frames");
    }

    private static Verb PanopticToInstances()
    {
        var (input, output, folder) = (Input("The panoptic JSON."), Output("The instances JSON to write."), Folder());
        return Make(
            "panoptic-to-instances", "Thing segments to COCO instances, as run lengths.",
            "./panoptes convert panoptic-to-instances gt.json --out instances.json", input, output, [folder], (parsed, plan, progress) =>
                InstanceConversion.FromPanoptic(
                    parsed.GetRequiredValue(input), parsed.GetValue(folder), parsed.GetRequiredValue(output), plan, progress).Summary);
    }

    private static Verb InstancesToPanoptic()
    {
        var (input, output) = (
            Input("The instances JSON."), Output("The panoptic JSON to write; the PNGs go to the folder named like it."));
        return Make(
            "instances-to-panoptic", "COCO instances to COCO panoptic; objects must not overlap.",
            "./panoptes convert instances-to-panoptic instances.json --out panoptic.json", input, output, [], (parsed, plan, progress) =>
                $"{InstanceConversion.ToPanoptic(
                    parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), plan, progress)} images");
    }

    private static Verb PanopticToLabels()
    {
        var (input, output, folder) = (Input("The panoptic JSON."), Output("Where the label PNGs go."), Folder());
        return Make(
            "panoptic-to-labels", "COCO panoptic to label PNGs of category ids.",
            "./panoptes convert panoptic-to-labels gt.json --out labels", input, output, [folder], (parsed, plan, progress) =>
                $"{LabelConversion.FromPanoptic(
                    parsed.GetRequiredValue(input), parsed.GetValue(folder), parsed.GetRequiredValue(output), plan, progress)} images");
    }

    private static Verb LabelsToPanoptic()
    {
        var (input, output) = (
            Input("Folder of label PNGs."), Output("The panoptic JSON to write; the PNGs go to the folder named like it."));
        var classes = new Option<string>(
            "--classes")
        {
            Description = "The class table of the label PNGs: a JSON file or a built-in name.",
            Required = true,
            HelpName =
                "FILE"
        };
        return Make(
            "labels-to-panoptic", "Label PNGs to COCO panoptic: one segment a class; things become crowds.",
            "./panoptes convert labels-to-panoptic labels --classes classes.json --out panoptic.json", input, output, [classes],
            (parsed, plan, progress) =>
            {
                var table = ClassTableFile.Find(parsed.GetRequiredValue(classes), parsed.GetRequiredValue(input));
                OutputCategory[] categories = [.. table.Entries.Where(e => e.TrainId != table.VoidTrainId)
                    .Select(e => new OutputCategory(e.RawId, e.Name, e.IsThing, null, e.Color))];
                var voids = table.Entries.Where(
                    e => e.TrainId == table.VoidTrainId).Select(e => e.RawId).Append(table.VoidTrainId).ToHashSet();
                var count = LabelConversion.ToPanoptic(
                    parsed.GetRequiredValue(input), categories, voids, parsed.GetRequiredValue(output), plan, progress);
                return $"{count} images";
            });
    }

    private static Argument<string> Input(string description) => new("INPUT") { Description = description };

    private static Option<string> Output(string description) => OutputOptions.Required(description, "PATH");

    private static Option<string?> Folder() =>
        new("--png-dir") { Description = "The input's PNGs; the folder named like the JSON where left out.", HelpName = "DIR" };

    private static Verb Make(
        string name, string description, string example, Argument<string> input, Option<string> output, IEnumerable<Option> more,
        Func<ParseResult, OutputPlan, Action<int, int>, string> run)
    {
        var force = OutputOptions.Force();
        var verb = new Verb(name, description, example) { input, output, force };
        foreach (var option in more)
        {
            verb.Add(option);
        }

        verb.SetAction(parsed =>
        {
            string made;
            using (var progress = ErrorProgress.Start())
            {
                made = run(parsed, OutputOptions.Plan(parsed, force), (done, count) => progress.Images("converting", done, count));
            }

            parsed.InvocationConfiguration.Output.WriteLine($"{parsed.GetRequiredValue(output)}: {made}");
        });
        return verb;
    }
}
