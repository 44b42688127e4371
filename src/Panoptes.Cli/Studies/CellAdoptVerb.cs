using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Studies.Imports;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>cell adopt</c>: takes runs in that were made elsewhere.</summary>
internal static class CellAdoptVerb
{
    /// <summary>The names of the importers: written out, as asking them would load their layer at every start of the program.</summary>
    internal const string Importers = "panoptes, prove, mmengine, mmcv, detectron2, csv, tensorboard";

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var path = new Argument<string>("RESULTS") { Description = "A file or folder of results; all runs in it are taken in." };
        var importer = new Option<string?>("--as")
        {
            Description = $"What it is: {Importers}; recognized where left out.",
            HelpName = "TOOL",
        };
        var data = Text("--data", "The study's name for their data.");
        var model = Text("--model", "The study's name for their model.");
        var recipe = Text("--recipe", "The study's name for their recipe.");
        var seed = new Option<long?>("--seed") { Description = "Their seed.", HelpName = "N" };
        var batch = new Option<int?>("--batch") { Description = "Images in one update.", HelpName = "N" };
        var steps = new Option<long?>("--steps") { Description = "Updates of the whole training.", HelpName = "N" };
        var verb = new Verb(
            "adopt",
            "Takes runs in that were made elsewhere: work folders of mmengine and mmsegmentation, metrics of detectron2, TensorBoard "
                + "files, tables, trees of one folder a batch, and runs of Panoptes outside of any study. Reports show them with where "
                + "they come from, as not measured here. Nothing is changed there, and nothing in it is executed.",
            "./panoptes cell adopt studies/bench work_dirs/segformer_mit-b3 --recipe reference",
            "./panoptes cell adopt studies/bench results.csv --as table --data cityscapes")
            {
                study, path, importer, data, model, recipe, seed, batch, steps,
            };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var names = new ImportedNameOverrides
            {
                Data = parsed.GetValue(data),
                Model = parsed.GetValue(model),
                Recipe = parsed.GetValue(recipe),
                Seed = parsed.GetValue(seed),
                Batch = parsed.GetValue(batch),
                Steps = parsed.GetValue(steps),
            };
            var output = parsed.InvocationConfiguration.Output;
            var count = AdoptedCells.Adopt(open, parsed.GetRequiredValue(path), parsed.GetValue(importer), names, output.WriteLine);
            output.WriteLine($"{count} taken in; compare: ./panoptes study report {open.Folder.Shown}");
        });
        return verb;
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description, HelpName = "NAME" };
}
