using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.LabelQuality;

namespace Panoptes.Metrics.Tests.LabelQuality;

/// <summary>Rectangles as objects and labels of images of 200 x 200 pixels.</summary>
internal static class Squares
{
    public const int Car = 0;
    public const int Person = 1;
    public static readonly string[] Names = ["car", "person"];
    private const int Side = 200;

    public static LabelQualityReport Report(double threshold, params IReadOnlyList<LabeledImage> images)
    {
        var counter = new LabelQualityCounter(Names, [threshold, threshold], threshold);
        foreach (var image in images)
        {
            counter.Add(image);
        }

        return counter.Report();
    }

    public static TrueObject Truth(int category, int x, int y, int width, int height, bool crowd = false) =>
        new(category, Mask(x, y, width, height), crowd);

    public static ScoredLabel Label(int category, double score, int x, int y, int width, int height) =>
        new(category, score, Mask(x, y, width, height));

    /// <summary>An image with objects that do not overlap, and labels of them and of nothing.</summary>
    public static LabeledImage Random(SeededRandom random)
    {
        var truths = Enumerable.Range(0, 4).Select(place => Truth(
            random.NextInt(0, 2), 50 * place, random.NextInt(0, 100), random.NextInt(10, 50), random.NextInt(10, 100))).ToList();
        var labels = truths.Select(truth => truth.Mask.Box).Select(box => Label(
            random.NextInt(0, 2), random.NextDouble(), (int)box.X, (int)box.Y + random.NextInt(0, 8), (int)box.Width, (int)box.Height));
        return new LabeledImage(truths, [
            .. labels, .. Enumerable.Range(0, 3).Select(_ => Label(
                random.NextInt(0, 2), random.NextDouble(), random.NextInt(0, 100), random.NextInt(0, 100), 40, 40)),
        ]);
    }

    private static RunLengthMask Mask(int x, int y, int width, int height)
    {
        var plane = new Plane<byte>(Side, Side);
        for (var row = y; row < y + height; row++)
        {
            plane.Row(row).Slice(x, width).Fill(1);
        }

        return RunLengthMask.Encode(plane);
    }
}
