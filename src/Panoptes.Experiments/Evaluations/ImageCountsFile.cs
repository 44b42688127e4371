using System.IO.Compression;
using System.Text.Json;
using Panoptes.Experiments.Events;
using Panoptes.Formats.Coco;
using Panoptes.Foundation;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Panoptic;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Evaluations;

/// <summary>What every image of an evaluation adds to the numbers of one kind.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Categories">The classes, by train id.</param>
/// <param name="IsFlattened">Whether they are of objects that were flattened.</param>
/// <param name="Images">What the images add, in the split's order.</param>
public sealed record KindCounts(
    string Kind, IReadOnlyList<PanopticCategory> Categories, bool IsFlattened, IReadOnlyList<ImagePanopticSums> Images);

/// <summary>
/// What <c>evaluation/{name}.images.gz</c> holds, so that two runs can be compared image by image: lines of JSON, first what is counted,
/// then one for each image. Some hundred bytes an image.
/// </summary>
public static class ImageCountsFile
{
    private const int Version = 1;
    private const int ClassNumbers = 13;
    private const int SizeNumbers = 15;

    /// <summary>Its place beside an evaluation's own file.</summary>
    /// <param name="evaluation">The evaluation's JSON.</param>
    public static string Beside(string evaluation) => Path.ChangeExtension(evaluation, null) + ".images.gz";

    /// <summary>Writes what images add, whole or not at all; takes an older file away where no kind counts images.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kinds">What was found.</param>
    internal static void Write(string path, IReadOnlyList<KindResult> kinds)
    {
        KindCounts[] counted =
        [
            .. kinds.Where(kind => kind.Detail.Things is not null).Select(kind => new KindCounts(
                kind.Kind, kind.Detail.Things!.Counts.Categories, kind.Detail.Things.IsFlattened, kind.Detail.Things.Images)),
        ];
        if (counted.Length == 0)
        {
            File.Delete(path);
            return;
        }

        Write(path, counted);
    }

    /// <summary>Writes what images add, whole or not at all.</summary>
    public static void Write(string path, IReadOnlyList<KindCounts> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        AtomicFile.Write(path, stream =>
        {
            using var packed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            Line(packed, new Head(Version, [.. kinds.Select(kind => new HeadKind(
                kind.Kind, kind.IsFlattened, [.. kind.Categories.Select(c => new HeadClass(c.Name, c.IsThing))], kind.Images.Count))]));
            foreach (var image in kinds.SelectMany(kind => kind.Images))
            {
                Line(packed, new ImageLine(
                    image.ImageId,
                    [.. image.Classes.Select(c => (string[])[$"{c.Category}", c.Sums.IoU.Units, .. Texts(
                        c.Sums.TruePositives, c.Sums.FalsePositives, c.Sums.FalseNegatives), .. Texts(c.Pixels), .. Texts(c.Confused)])],
                    [.. image.Sizes.Select(s => (string[])[$"{(int)s.Size}", .. Texts(s.ByTruth), .. Texts(s.ByPrediction), .. Texts(
                        s.Confused)])],
                    image.ConfusedPixels));
            }
        });
    }

    /// <summary>Reads one; empty where there is none.</summary>
    /// <exception cref="InputException">It is broken, or of another version.</exception>
    public static IReadOnlyList<KindCounts> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using var file = File.OpenRead(path);
            using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
            var head = Parse<Head>(lines);
            if (head.V != Version)
            {
                throw Broken(path, $"version {head.V}", null);
            }

            return [.. head.Kinds.Select(kind => new KindCounts(
                kind.Kind,
                [.. kind.Classes.Select((c, id) => new PanopticCategory(id, c.Name, c.Thing))],
                kind.Flattened,
                [.. Enumerable.Range(0, kind.Images).Select(_ => Image(Parse<ImageLine>(lines)))]))];
        }
        catch (Exception cause) when (cause is JsonException or InvalidDataException or FormatException or OverflowException)
        {
            throw Broken(path, $"broken counts ({cause.Message})", cause);
        }
    }

    private static InputException Broken(string path, string found, Exception? cause) =>
        new(path, found, "the counts of an evaluation's images", "evaluate the run again", cause);

    private static void Line<T>(Stream stream, T line)
    {
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(line, EventJson.Options));
        stream.WriteByte((byte)'\n');
    }

    private static T Parse<T>(StreamReader lines) =>
        JsonSerializer.Deserialize<T>(lines.ReadLine() ?? throw new InvalidDataException("it ends early"), EventJson.Options)
        ?? throw new JsonException("a line that is null");

    private static ImagePanopticSums Image(ImageLine line) => new(
        line.Image,
        [
            .. line.Classes.Select(texts => Whole(texts, ClassNumbers)).Select(n => new ClassSums(
                (int)n.Next(), new PanopticSums(n.Sum(), n.Next(), n.Next(), n.Next()), n.Pixels(), n.Confused())),
        ],
        [.. line.Sizes.Select(texts => Whole(texts, SizeNumbers)).Select(n => new SizeSums(
            (SegmentSize)n.Next(), n.Pixels(), n.Pixels(), n.Confused()))],
        line.Confused);

    private static Numbers Whole(string[] texts, int count) =>
        texts.Length == count ? new Numbers(texts) : throw new InvalidDataException($"{texts.Length} numbers instead of {count}");

    private static IEnumerable<string> Texts(params long[] numbers) => numbers.Select(number => $"{number}");

    private static IEnumerable<string> Texts(ThingPixels p) => Texts(p.Matched, p.Truth, p.TruthCrowd, p.Predicted, p.OnVoid, p.OnCrowd);

    private static IEnumerable<string> Texts(ConfusedCount count) => Texts(count.Segments, count.Confused);

    // Numbers of a row, taken one after the other.
    private sealed class Numbers(string[] texts)
    {
        private int at;

        public long Next() => long.Parse(texts[at++], System.Globalization.CultureInfo.InvariantCulture);

        public ExactSum Sum() => ExactSum.OfUnits(texts[at++]) ?? throw new FormatException("a sum that is no whole number");

        public ThingPixels Pixels() => new(Next(), Next(), Next(), Next(), Next(), Next());

        public ConfusedCount Confused() => new(Next(), Next());
    }

    private sealed record Head(int V, IReadOnlyList<HeadKind> Kinds);

    private sealed record HeadKind(string Kind, bool Flattened, IReadOnlyList<HeadClass> Classes, int Images);

    private sealed record HeadClass(string Name, bool Thing);

    private sealed record ImageLine(string Image, IReadOnlyList<string[]> Classes, IReadOnlyList<string[]> Sizes, long Confused);
}
