using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.Readers;
using Panoptes.Data.Sampling;
using Panoptes.Data.Splits;
using Panoptes.Foundation;

namespace Panoptes.Cli.Verbs;

/// <summary><c>split</c>: chooses parts of a split, to be the labeled ones of a semi-supervised training.</summary>
internal static class SplitVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var root = DataArguments.Root();
        var settings = DataArguments.Settings();
        var output = OutputOptions.Required("The folder for lists and manifests.", "DIR");
        var split = new Option<string>("--split")
        {
            Description = "The split to choose from.",
            DefaultValueFactory = _ => "train",
            HelpName = "NAME",
        };
        var percent = new Option<string?>("--percent")
        {
            Description = "Percents of the images, a part for each: 5,10,20. Rounded down to whole images.",
            HelpName = "P,...",
        };
        var count = new Option<string?>("--count") { Description = "Counts of images, a part for each: 16,32.", HelpName = "N,..." };
        var seed = new Option<long>("--seed")
        {
            Description = "Another seed chooses other images.",
            DefaultValueFactory = _ => 0,
            HelpName = "N",
        };
        var nested = new Option<bool>("--nested") { Description = "Let every part lie within the larger ones." };
        var stratify = new Option<SplitStratify>("--stratify")
        {
            Description = "What parts have in the same proportions as the whole: city (folder, or name up to the first _) or class.",
            HelpName = "none|city|class",
        };
        var least = new Option<int>("--min-per-class")
        {
            Description = "Images that every class has at least in every part.",
            DefaultValueFactory = _ => 0,
            HelpName = "N",
        };
        var force = OutputOptions.Force();
        var verb = new Verb(
            "split",
            "Chooses parts of a split, such as the labeled images of a semi-supervised training: for each a list of names, and a manifest "
                + "with seed, hashes and what it has of every class.",
            "./panoptes split ../shared/data/camvid --percent 5,10,20 --nested --out splits",
            "./panoptes split cityscapes format=cityscapes --count 100 --stratify city --min-per-class 3 --seed 1 --out splits")
        {
            root, settings, output, split, percent, count, seed, nested, stratify, least, force,
        };
        verb.SetAction(parsed =>
        {
            var (text, plan) = (parsed.InvocationConfiguration.Output, OutputOptions.Plan(parsed, force));
            var options = new SplitOptions
            {
                Sizes = Sizes(parsed.GetValue(percent), parsed.GetValue(count)),
                Seed = parsed.GetValue(seed),
                IsNested = parsed.GetValue(nested),
                Stratify = parsed.GetValue(stratify),
                MinPerClass = parsed.GetValue(least),
            };
            var config = DataArguments.Config(parsed, root, settings);
            var (name, folder) = (parsed.GetRequiredValue(split), parsed.GetRequiredValue(output));
            var dataset = Datasets.Open(config, name);
            DataArguments.Warn(dataset, text);
            var parts = SplitParts.Choose(
                dataset, options, new SegmentIndexStore(config.SegmentIndex), DataArguments.Reading(dataset, text));
            var lists = SplitFiles.Write(parts, name, folder, plan, parsed.GetValue(force));
            foreach (var (part, list) in parts.Parts.Zip(lists))
            {
                Print(parts, part, list, text);
            }
        });
        return verb;
    }

    private static List<SplitSize> Sizes(string? percents, string? counts)
    {
        List<SplitSize> sizes =
        [
            .. Words(percents).Select(word => decimal.TryParse(
                word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
                ? SplitSize.OfPercent(percent) : throw NoNumbers("--percent", word, "5,10,20")),
            .. Words(counts).Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? SplitSize.OfImages(count) : throw NoNumbers("--count", word, "16,32")),
        ];
        return sizes.Count > 0
            ? sizes
            : throw new InputException("--percent and --count", "neither", "how much is chosen", "give one, such as --percent 5,10,20");
    }

    private static string[] Words(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private static InputException NoNumbers(string option, string word, string example) =>
        new(option, $"'{word}'", "numbers with commas between", $"write {option} {example}");

    private static void Print(SplitParts parts, SplitPart part, string list, TextWriter output)
    {
        var line = $"{list}: {part.Names.Count} of {parts.Count} images of {parts.DataSet}";
        if (part.Classes.Count > 0)
        {
            line += $", {part.Classes.Count(entry => entry.Images > 0)} of {part.Classes.Count(entry => entry.OfImages > 0)} classes";
        }

        output.WriteLine(part.Classes.Sum(entry => entry.Objects) is var objects and > 0 ? $"{line}, {objects} objects" : line);
        if (part.Absent.ToList() is { Count: > 0 } absent)
        {
            output.WriteLine($"warning: {list}: no image of {string.Join(", ", absent)}");
        }
    }
}
