using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.Preview;
using Panoptes.Data.Readers;
using Panoptes.Data.Sampling;
using Panoptes.Reports.DataSets;

namespace Panoptes.Cli.Verbs;

/// <summary><c>data preview</c>: a page to look at a data set with.</summary>
internal static class DataPreviewVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var defaults = new DataPreviewOptions();
        var root = DataArguments.Root();
        var settings = DataArguments.Settings();
        var page = OutputOptions.Required("The HTML file.", "FILE");
        var force = OutputOptions.Force();
        var split =
            new Option<string>("--split") { Description = "The split to look at.", DefaultValueFactory = _ => "train", HelpName = "NAME" };
        var samples = new Option<int>("--samples")
        {
            Description = "Samples shown, drawn at random; of pairs of crops, the first.",
            DefaultValueFactory = _ => defaults.Samples,
            HelpName = "N",
        };
        var seed = new Option<long>("--seed")
        {
            Description = "Another seed shows other samples.",
            DefaultValueFactory = _ => defaults.Seed,
            HelpName = "N",
        };
        var width = new Option<int>("--width")
        {
            Description = "Width of a picture in pixels.",
            DefaultValueFactory = _ => defaults.Width,
            HelpName = "N",
        };
        var augmented = new Option<string?>("--augmented")
        {
            Description = "A run's YAML file: show samples, or pairs of crops, as its training sees them.",
            HelpName = "CONFIG",
        };
        var verb = new Verb(
            "preview",
            "Writes a page with samples of a data set, their labels drawn over them, and how much of each class there is.",
            "./panoptes data preview ../shared/data/camvid --out camvid.html",
            "./panoptes data preview ../shared/data/camvid --out seen.html --augmented configs/camvid/deeplabv3plus-mobilenetv2.yaml")
            {
                root,
                settings,
                page,
                split,
                samples,
                seed,
                width,
                augmented,
                force,
            };
        verb.SetAction(parsed =>
        {
            var plan = OutputOptions.Plan(parsed, force);
            var file = plan.File(parsed.GetRequiredValue(page));
            var data = DataArguments.Config(parsed, root, settings);
            data.Corruption.Validate("corruption");
            var (found, problems) = Datasets.OpenToLook(data, parsed.GetRequiredValue(split));
            var dataset = CorruptedDataset.Of(found, data.Corruption);
            DataArguments.Warn(dataset, parsed.InvocationConfiguration.Output);
            foreach (var problem in problems)
            {
                parsed.InvocationConfiguration.Output.WriteLine($"warning: {problem.Message}");
            }

            var config = parsed.GetValue(augmented) is { } yaml ? DataArguments.Run(yaml, parsed.GetRequiredValue(root)) : null;
            using var writing = plan.Begin();
            var preview = DataPreview.Of(dataset, new DataPreviewOptions
            {
                Augmentation = config?.Augmentation,
                Sampling = config is null
                    ? CropSampling.Random : DataArguments.Sampling(config, dataset, parsed.InvocationConfiguration.Output),
                Samples = parsed.GetValue(samples),
                Seed = parsed.GetValue(seed),
                BatchSize = config?.Train.BatchSize ?? defaults.BatchSize,
                Width = parsed.GetValue(width),
            }) with
            {
                Root = Path.GetFullPath(data.Root),
                Problems = [.. problems.Select(problem => problem.Message)],
            };
            PreviewPage.Write(preview, file);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{parsed.GetRequiredValue(page)}: {preview.Samples.Count} of {preview.Count} samples of {preview.Name}");
        });
        return verb;
    }
}
