using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.Readers;
using Panoptes.Data.Statistics;

namespace Panoptes.Cli.Verbs;

/// <summary><c>data stats</c>: how often classes occur and which colors a data set has, as settings to copy.</summary>
internal static class DataStatsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var root = DataArguments.Root();
        var settings = DataArguments.Settings();
        var split =
            new Option<string>("--split") { Description = "The split to count.", DefaultValueFactory = _ => "train", HelpName = "NAME" };
        var pairs = new Option<string?>("--pairs")
        {
            Description = "A run's YAML file: count the pairs of crops that its training draws instead.",
            HelpName = "CONFIG",
        };
        var draws = new Option<int>("--draws")
        {
            Description = "How many pairs are counted.",
            DefaultValueFactory = _ => 1000,
            HelpName = "N",
        };
        var verb = new Verb(
            "stats",
            "Counts the pixels and images of each class and measures the colors of a split; prints class weights and normalization as "
                + "settings to copy. Or counts which classes and sizes a sampler of pairs draws.",
            "./panoptes data stats ../shared/data/camvid",
            "./panoptes data stats cityscapes format=cityscapes --split train",
            "./panoptes data stats cityscapes --pairs configs/cityscapes/panoptic-fcn-r50-ibs.yaml")
            {
                root,
                settings,
                split,
                pairs,
                draws,
            };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var dataset = Datasets.Open(DataArguments.Config(parsed, root, settings), parsed.GetRequiredValue(split));
            output.WriteLine($"{dataset.Name}: {dataset.Count} images, {dataset.Classes.Count} classes ({dataset.Classes.Name})");
            foreach (var note in dataset.Notes.Concat(dataset.Warnings.Select(warning => $"warning: {warning}")))
            {
                output.WriteLine($"  {note}");
            }

            if (parsed.GetValue(pairs) is { } yaml)
            {
                var config = DataArguments.Run(yaml, parsed.GetRequiredValue(root));
                Print(PairStatistics.Draw(
                    dataset, DataArguments.Sampling(config, dataset, output), config.Augmentation, config.Train.Seed,
                    parsed.GetValue(draws)), output);
                return;
            }

            Print(ClassFrequencies.Count(dataset), output);
            Print(ChannelStatistics.Measure(dataset), output);
        });
        return verb;
    }

    private static void Print(ClassFrequencies classes, TextWriter output)
    {
        var total = Math.Max(1, classes.Pixels.Sum());
        for (var id = 0; id < classes.Names.Count; id++)
        {
            output.WriteLine($"  {id,3} {classes.Names[id],-24} {100.0 * classes.Pixels[id] / total,7:F3} % of labeled pixels, in "
                + $"{classes.Images[id]} images");
        }

        if (!classes.HasLabels)
        {
            output.WriteLine("no class weights: nothing is labeled");
            return;
        }

        output.WriteLine("class weights for train.loss.terms:");
        output.WriteLine($"  median frequency   class_weights: {List(classes.MedianFrequencyWeights())}");
        output.WriteLine($"  inverse log        class_weights: {List(classes.InverseLogWeights())}");
        if (classes.Absent.Count > 0)
        {
            output.WriteLine($"warning: no pixel of {string.Join(", ", classes.Absent)}: the weight 1 there balances nothing");
        }
    }

    private static void Print(PairStatistics pairs, TextWriter output)
    {
        output.WriteLine(
            $"the first {pairs.Pairs} pairs, of {pairs.Images} images; sizes are roots of areas of boxes in the crop, in pixels:");
        var all = new PairClass("all", 0, pairs.Pairs, pairs.Images, pairs.Classes.Sum(row => row.OfOneImage), pairs.Sizes);
        TextTable.Write(
            output, ["class", "images", "pairs", "drawn of", "of one image", "size asked", "crops", "median", "least", "most"],
            [.. pairs.Classes.Append(all).SelectMany(row => row.Sizes.Select((size, i) => Row(row, size, i == 0)))]);
    }

    private static string[] Row(PairClass row, PairSizes size, bool isFirst) =>
    [
        isFirst ? row.Name : "", isFirst && row.Available > 0 ? $"{row.Available}" : "", isFirst ? $"{row.Pairs}" : "",
        isFirst ? $"{row.Images}" : "", isFirst ? $"{row.OfOneImage}" : "", size.Asked is { } asked ? $"{asked}" : "as always",
        $"{size.Crops}", Size(size.Median), Size(size.Least), Size(size.Most),
    ];

    private static string Size(double pixels) => pixels.ToString("F1", CultureInfo.InvariantCulture);

    private static void Print(ChannelStatistics colors, TextWriter output)
    {
        output.WriteLine("normalization for augmentation:");
        output.WriteLine($"  mean: {List(colors.Mean)}");
        output.WriteLine($"  std: {List(colors.Std)}");
        output.WriteLine($"  mean of the images' own deviations: {List(colors.MeanOfImageStds)}");
    }

    private static string List(IEnumerable<double> values) =>
        $"[{string.Join(", ", values.Select(Rounded))}]";

    // Four decimals, or four digits of what they would make 0: a weight of 0 would switch its class off.
    private static string Rounded(double value) => Math.Abs(value) is >= 0.001 or 0
        ? Math.Round(value, 4).ToString(CultureInfo.InvariantCulture)
        : ((decimal)value).ToString($"F{Math.Min(24, 3 - (int)Math.Floor(Math.Log10(Math.Abs(value))))}", CultureInfo.InvariantCulture);
}
