using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Sessions;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Planning;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>study sheet</c>: what the recipes of a study show their networks.</summary>
internal static class StudySheetVerb
{
    private const string Named = "study sheet";

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var study = StudyArguments.Study();
        var images = new Option<int>("--images")
        {
            Description = "Images on a sheet, 1 to 64.",
            DefaultValueFactory = _ => 8,
            HelpName = "N",
        };
        var models = StudyArguments.Names("--models", "models");
        var recipes = StudyArguments.Names("--recipes", "recipes");
        var data = StudyArguments.Names("--data", "data");
        var output = OutputOptions.Optional("The folder for the sheets; the study's own where left out.", "DIR");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "sheet",
            "Draws a contact sheet for each recipe of a planned study, a PNG: the same images with the same draws, as its training shows "
                + "them. Where a teacher labels them, what teacher and student see stands beside each other. Nothing is trained, and no "
                + "weights are read. Of several models and data the first that are left are taken.",
            "./panoptes study sheet studies/augmentation",
            "./panoptes study sheet studies/augmentation --images 4 --recipes center,jitter-x2 --out sheets")
            {
                study,
                images,
                models,
                recipes,
                data,
                output,
                force,
            };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var wanted = StudyArguments.Wanted(parsed.GetValue(models), parsed.GetValue(recipes), parsed.GetValue(data), null);
            var cells = open.Cells.Where(wanted).DistinctBy(cell => cell.Key.Recipe).ToList();
            Require.That(cells.Count > 0, open.Folder.Shown, "no such cell", "one of its models, recipes and data", "correct the names");
            var count = parsed.GetValue(images);
            Require.Within("--images", count, 1, 64);
            var plan = new OutputPlan(Named, parsed.GetValue(force));
            var folder = plan.Folder(parsed.GetValue(output) ?? open.Folder.Sheets);
            var files = cells.Select(cell => (Cell: cell, File: folder.File($"{cell.Key.Recipe}.png", Named))).ToList();
            using var writing = plan.Begin();
            foreach (var (cell, file) in files)
            {
                PngFile.WriteRgb(file, TrainedViews.Sheet(StudyMatrix.ConfigOf(cell), Title(open, cell), count));
            }

            parsed.InvocationConfiguration.Output.WriteLine(
                $"sheets: {folder.Path} ({cells.Count} of {count} images, {cells[0].Key.Model} on {cells[0].Key.Data})");
        });
        return verb;
    }

    private static string Title(StudyContext study, PlannedCell cell)
    {
        var recipe = study.Config.Recipes.FirstOrDefault(recipe => recipe.Name == cell.Key.Recipe);
        return recipe is null || recipe.Title.Length == 0 ? cell.Key.Recipe : $"{recipe.Name}: {recipe.Title}";
    }
}
