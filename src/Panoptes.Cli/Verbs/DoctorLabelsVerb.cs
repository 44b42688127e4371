using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Examination;
using Panoptes.Diagnosis.Sheets;
using Panoptes.Experiments.Sessions;
using Panoptes.Reports.Diagnoses;

namespace Panoptes.Cli.Verbs;

/// <summary><c>doctor labels</c>: whether labels lie where their images show things.</summary>
internal static class DoctorLabelsVerb
{
    private const int SheetSamples = 6;
    private const int OffsetSamples = 6;

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var root = DataArguments.Root();
        var settings = DataArguments.Settings();
        var split = new Option<string>("--split")
        {
            Description = "The split to examine.",
            DefaultValueFactory = _ => "train",
            HelpName = "NAME",
        };
        var defaults = new DoctorOptions();
        var images = new Option<int>("--images")
        {
            Description = "Images looked at first, drawn at random; where they do not tell, up to four times as many are.",
            DefaultValueFactory = _ => defaults.Images,
            HelpName = "N",
        };
        var seed = new Option<long>("--seed")
        {
            Description = "Another seed looks at other images.",
            DefaultValueFactory = _ => defaults.Seed,
            HelpName = "N",
        };
        var config = new Option<string?>("--augmented")
        {
            Description = "A run's YAML file: coordinates and labels are sent through its training's pipeline.",
            HelpName = "CONFIG",
        };
        var against = new Option<string?>("--against")
        {
            Description = "The folder of a finished run whose model gives a second opinion, image by image.",
            HelpName = "RUN",
        };
        var json = new Option<bool>("--json") { Description = "Print all that was found as JSON." };
        var page = OutputOptions.Page("Also write a page with the samples after all transforms and the map of offsets.");
        page.Aliases.Add("--page");
        var force = OutputOptions.Force();
        var verb = new Verb(
            "labels",
            "Says whether a data set's labels lie where its images show things: shifted, scaled, flipped, turned, of other images, or "
                + "single classes and images; a sentence with the pixels and the remedy. Exit code 1 where a training on them is refused.",
            "./panoptes doctor labels ../shared/data/camvid",
            "./panoptes doctor labels ../shared/data/camvid --split val --page labels.html",
            "./panoptes doctor labels cityscapes format=pseudo_labels pseudo_labels.folder=cups --json")
            {
                root, settings, split, images, seed, config, against, json, page, force,
            };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var plan = OutputOptions.Plan(parsed, force);
            var target = parsed.GetValue(page) is { } file ? plan.File(file, page.Name) : null;
            var dataset = Datasets.Open(DataArguments.Config(parsed, root, settings), parsed.GetRequiredValue(split));
            var augmentation = parsed.GetValue(config) is { } yaml
                ? DataArguments.Run(yaml, parsed.GetRequiredValue(root)).Augmentation
                : new AugmentationConfig();
            var options = new DoctorOptions
            {
                Images = parsed.GetValue(images),
                Seed = parsed.GetValue(seed),
                Augmentation = augmentation,
                Offsets = target is not null || parsed.GetValue(json),
            };
            var diagnosis = LabelDoctor.Examine(dataset, options);
            var opinion = parsed.GetValue(against) is { } run
                ? SecondOpinionSession.Run(run, dataset, options.MostImages, options.Seed)
                : null;
            if (target is not null)
            {
                using var writing = plan.Begin();
                DoctorPage.Write(Report(dataset, diagnosis, options, opinion), target);
            }

            if (parsed.GetValue(json))
            {
                output.WriteLine(DiagnosisJson.Text(diagnosis, opinion));
            }
            else
            {
                DataArguments.Warn(dataset, output);
                foreach (var line in DiagnosisText.Lines(diagnosis, opinion))
                {
                    output.WriteLine(line);
                }
            }

            return diagnosis.IsRefused ? ExitCode.BadInput : ExitCode.Done;
        });
        return verb;
    }

    private static DoctorReport Report(
        IDataset dataset, LabelDiagnosis diagnosis, DoctorOptions options, Diagnosis.Opinions.SecondOpinion? opinion) => new(
            diagnosis,
            dataset.Classes,
            // What does not fit cannot go through the pipeline: the sizes alone say what is wrong.
            diagnosis.Sizes.Passes
                ? TransformedSheet.Draw(dataset, options.Augmentation!, options.Seed, Math.Min(SheetSamples, dataset.Count))
                : [],
            OffsetPictures.Draw(dataset, diagnosis.Places, diagnosis.Offsets, OffsetSamples),
            opinion);
}
