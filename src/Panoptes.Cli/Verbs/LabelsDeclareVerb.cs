using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.PseudoLabels;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;

namespace Panoptes.Cli.Verbs;

/// <summary><c>labels declare</c>: writes the contract of a folder of pseudo-labels.</summary>
internal static class LabelsDeclareVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (folder, images) = (LabelsArguments.Folder(), LabelsArguments.Images());
        var scale = new Option<double?>("--scale")
        {
            Description = "Label pixels a native pixel; told from the images where left out.",
            HelpName = "S",
        };
        var clusters = new Option<int?>("--clusters")
        {
            Description = "K; one more than the largest id where left out.",
            HelpName = "K",
        };
        var things = new Option<string>("--things")
        {
            Description = "The clusters that are things, in order.",
            Required = true,
            HelpName = "IDS",
        };
        var stuff = new Option<string?>("--stuff")
        {
            Description = "The clusters that are stuff, in order; all others where left out.",
            HelpName = "IDS",
        };
        var native = new Option<string?>("--native")
        {
            Description = "Height and width of every image; told from the images or the scale where left out.",
            HelpName = "HxW",
        };
        var crop = new Option<string?>("--crop")
        {
            Description = "The part of the image that labels cover, in native pixels.",
            HelpName = "X,Y,W,H",
        };
        var voidId = new Option<int?>("--void")
        {
            Description = "The id of void; 255, or 65535 where 16-bit maps have larger ids.",
            HelpName = "ID",
        };
        var producer = new Option<string>("--producer")
        {
            Description = "What made the labels.",
            DefaultValueFactory = _ => new DeclarationOptions().Producer,
            HelpName = "NAME",
        };
        var force = new Option<bool>("--force") { Description = "Replace the labels.json that is there." };
        var verb = new Verb(
            "declare",
            "Writes labels.json: what a folder of pseudo-labels shows. Every file is held against it first, and nothing is written where "
                + "one is not so.",
            "./panoptes labels declare pseudo_labels --scale 0.625 --clusters 27 --things 22,23,24,25,26",
            "./panoptes labels declare pseudo_labels --images cityscapes --things 6,4,1 --producer CUPS",
            "./panoptes labels declare pseudo_labels --scale 1 --native 375x1242 --crop 69,3,1104,368 --things 1,2")
        {
            folder, images, scale, clusters, things, stuff, native, crop, voidId, producer, force,
        };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            var file = Path.Combine(path, LabelContractFile.Name);
            if (File.Exists(file) && !parsed.GetValue(force))
            {
                throw new InputException(file, "a contract that is there already", "none", "give --force to replace it");
            }

            var (contract, pairs, verified) = LabelDeclaration.Make(path, new DeclarationOptions
            {
                Scale = parsed.GetValue(scale),
                Clusters = parsed.GetValue(clusters),
                Things = LabelsArguments.Ids("--things", parsed.GetRequiredValue(things)),
                Stuff = parsed.GetValue(stuff) is { } ids ? LabelsArguments.Ids("--stuff", ids) : null,
                VoidId = parsed.GetValue(voidId),
                Native = parsed.GetValue(native) is { } size ? LabelsArguments.Size("--native", size) : null,
                Crop = parsed.GetValue(crop) is { } part ? LabelsArguments.Crop("--crop", part) : null,
                Producer = parsed.GetRequiredValue(producer),
                Images = parsed.GetValue(images),
            });
            var plan = new OutputPlan("labels declare", force: true);
            var target = plan.File(file, "FOLDER");
            using (plan.Begin())
            {
                LabelContractFile.Write(target, contract);
            }

            var output = parsed.InvocationConfiguration.Output;
            output.Write(LabelContractFile.ToText(contract with { Counts = null }));
            output.WriteLine(
                $"{file}: {pairs} pairs held against it"
                + (verified > 0 ? $", and {verified} images" : "; no image was (give --images ROOT to do so)"));
        });
        return verb;
    }
}
