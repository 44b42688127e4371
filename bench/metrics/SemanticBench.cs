using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Semantic;

namespace MetricsBench;

/// <summary>Label maps: DATA/cs in memory, or folders gt and pred of label PNGs with ids 0 to 33.</summary>
internal static class SemanticBench
{
    private const int Classes = 34;

    public static Measured Files(Settings settings)
    {
        var evaluation = new SemanticEvaluation(
            Path.Combine(settings.Folder, "gt"), Path.Combine(settings.Folder, "pred"),
            [.. Enumerable.Range(0, Classes).Select(c => $"c{c}")]);
        return new Measured(evaluation.Files.Count, evaluation.Run(new SemanticOptions { Threads = settings.Threads }).Scores.MeanIoU);
    }

    public static Measured Memory(Settings settings)
    {
        var truth = Maps(Path.Combine(settings.Folder, "gtFine"), "*_labelIds.png");
        var prediction = Maps(Path.Combine(settings.Folder, "results", "pixel"), "*.png");
        return Measurements.InMemory(settings, truth.Length, 4000, () => new ConfusionMatrix(Classes), (matrix, i) =>
        {
            matrix.Add<byte>(truth[i].Pixels, prediction[i].Pixels, 255);
            return matrix[0, 0];
        });

        static Plane<byte>[] Maps(string folder, string pattern) =>
            [.. Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(8)
                .Select(path => PngFile.ReadLabels<byte>(path))];
    }
}
