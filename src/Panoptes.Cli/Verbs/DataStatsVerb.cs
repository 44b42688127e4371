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
        var verb = new Verb(
            "stats",
            "Counts the pixels and images of each class and measures the colors of a split; prints class weights and normalization as "
                + "settings to copy.",
            "./panoptes data stats ../shared/data/camvid",
            "./panoptes data stats cityscapes format=cityscapes --split train") { root, settings, split };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var dataset = Datasets.Open(DataArguments.Config(parsed, root, settings), parsed.GetRequiredValue(split));
            output.WriteLine($"{dataset.Name}: {dataset.Count} images, {dataset.Classes.Count} classes ({dataset.Classes.Name})");
            foreach (var note in dataset.Notes.Concat(dataset.Warnings.Select(warning => $"warning: {warning}")))
            {
                output.WriteLine($"  {note}");
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
