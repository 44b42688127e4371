using System.Text;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Evaluations.Pictures;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Flattening;
using Panoptes.Metrics.Scoring;
using Panoptes.Tests;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;

namespace Panoptes.Experiments.Tests.Evaluations;

/// <summary>What evaluations know of things: numbers, what images add and keep in a file, and pictures of confused predictions.</summary>
public sealed class ThingEvaluationTests : IDisposable
{
    private static readonly EvaluationKind[] Kinds = [EvaluationKind.Panoptic, EvaluationKind.Instance];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("panoptic", "")]
    [InlineData("instance", "flat_")]
    public void Both_kinds_count_the_prediction_over_two_cars_as_confused(string kind, string prefix)
    {
        var result = Result(kind, [0, 1]);
        double Value(string name) => result.Metrics.Single(metric => metric.Name == prefix + name).Value;

        // Of the two predicted things the car is confused; no thing is found (240 of 260 pixels are two cars').
        Assert.Equal((0.5, 0.0, 0.0), (Value("confusion_25"), Value("accuracy_things"), Value("precision_things")));
        Assert.Equal(0.5, Value("confusion_25_small"));
        Assert.True(double.IsNaN(Value("confusion_25_huge")));
        Assert.False(result.Metrics.Single(metric => metric.Name == prefix + "confusion_25").HigherIsBetter);
        Assert.Equal([double.NaN, 1, 0], result.Detail.Columns.Single(column => column.Name == prefix + "confusion_25").Values);
        var things = result.Detail.Things!;
        Assert.Equal(prefix.Length > 0, things.IsFlattened);
        Assert.Equal([0, 1], things.Confused.Select(image => image.Index));
        Assert.Equal(240, things.Confused[0].Pixels);
        Assert.Equal([1.0, 1.0], things.Confused[0].Segments.Single().Covered.Select(thing => thing.Coverage));
        var curves = result.Detail.Curves.Where(curve => curve.Key == ThingDetail.CurveKey).ToList();
        Assert.Equal(["all", "small", "medium", "large", "huge"], curves.Select(curve => curve.Line));
        Assert.Equal(21, curves[0].Points.Count);
        Assert.Equal([.. Enumerable.Repeat(0.5, 20), 0], curves[0].Points.Select(point => point.Y));
        Assert.Equal(prefix.Length > 0, curves[0].Title.Contains("flattened", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_of_two_kinds_have_names_of_their_own_and_those_that_images_make_are_among_them()
    {
        var results = Kinds.Select(kind => Result(kind.Name, [0, 1])).ToList();
        var names = results.SelectMany(result => result.Metrics).Select(metric => metric.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        foreach (var result in results)
        {
            var things = result.Detail.Things!.Numbers;
            var once = things.Resampling.Once();
            Assert.Equal(things.Headlines.Count, once.Headlines.Length);
            Assert.Equal(things.Further.Count, once.Further.Length);
            Assert.All(things.Headlines.Zip(once.Headlines), pair => Assert.Equal(
                result.Metrics.Single(metric => metric.Name == pair.First.Name).Value, pair.Second));
            foreach (var ((name, category), value) in things.Further.Zip(once.Further))
            {
                Assert.Equal(
                    category is { } id
                        ? result.Detail.Columns.Single(column => column.Name == name).Values[id]
                        : result.Metrics.Single(metric => metric.Name == name).Value,
                    value);
            }
        }
    }

    [Theory]
    [InlineData("panoptic")]
    [InlineData("instance")]
    public void Counts_of_parts_merge_to_those_of_the_whole_and_keep_the_images_in_order(string kind)
    {
        var whole = Result(kind, [0, 1, 2, 3, 4]);
        var merged = Count(kind, [1, 4]);
        merged.Merge(Count(kind, [3, 0, 2]));
        var again = merged.Result();
        Assert.Equal(whole.Metrics.Select(metric => metric.Value), again.Metrics.Select(metric => metric.Value));
        Assert.Equal(Enumerable.Range(0, 5).Select(n => $"image{n}"), again.Detail.Things!.Images.Select(image => image.ImageId));
        Assert.Equal([0, 1, 2], again.Detail.Things.Confused.Select(image => image.Index));
    }

    [Fact]
    public void What_images_add_is_read_as_it_was_written()
    {
        KindResult[] results = [.. Kinds.Select(kind => Result(kind.Name, [0, 1, 2]))];
        var path = ImageCountsFile.Beside(folder["evaluation/val+scales-0.75.json"]);
        Assert.Equal(folder["evaluation/val+scales-0.75.images.gz"], path);
        ImageCountsFile.Write(path, results);
        var read = ImageCountsFile.Read(path);
        Assert.Equal(["panoptic", "instance"], read.Select(kind => kind.Kind));
        foreach (var (result, counts) in results.Zip(read))
        {
            var things = result.Detail.Things!;
            Assert.Equal(things.IsFlattened, counts.IsFlattened);
            Assert.Equal(things.Counts.Categories, counts.Categories);
            foreach (var (before, after) in things.Images.Zip(counts.Images))
            {
                Assert.Equal((before.ImageId, before.ConfusedPixels), (after.ImageId, after.ConfusedPixels));
                Assert.Equal(before.Classes, after.Classes);
                Assert.Equal(before.Sizes, after.Sizes);
            }
        }

        Assert.Empty(ImageCountsFile.Read(folder["none.images.gz"]));
        var semantic = new SemanticDetail(new(2), Metrics.Semantic.SemanticScores.From(new(2)), null);
        ImageCountsFile.Write(path, [results[0] with { Detail = semantic }]);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Broken_counts_are_refused_by_the_name_of_their_file()
    {
        var path = folder["val.images.gz"];
        ImageCountsFile.Write(path, [Result("panoptic", [0])]);
        var whole = File.ReadAllBytes(path);
        byte[][] all = [whole[..(whole.Length / 2)], Encoding.UTF8.GetBytes("no gzip"), [.. whole[..40], 7, .. whole[41..]]];
        foreach (var broken in all)
        {
            File.WriteAllBytes(path, broken);
            Assert.Contains(path, Assert.Throws<InputException>(() => ImageCountsFile.Read(path)).Message);
        }
    }

    [Fact]
    public void Intervals_go_to_the_numbers_and_classes_of_a_record()
    {
        foreach (var kind in Kinds)
        {
            var result = Result(kind.Name, [0, 1, 2, 3]);
            var record = KindIntervals.Add(
                KindRecord.Of(result, TwoCars.Classes, new KindImages([], [])), result.Detail.Things);
            var prefix = result.Detail.Things!.IsFlattened ? "flat_" : "";
            var confusion = record.Find($"{prefix}confusion_25")!;
            Assert.True(confusion.Low <= confusion.Value && confusion.Value <= confusion.High);
            Assert.NotNull(record.Classes[1].Intervals[$"{prefix}confusion_25"][0]);
            Assert.Empty(record.Classes[0].Intervals);
            Assert.Equal(prefix.Length > 0 ? [FlatInstances.Rule] : [], record.Remarks);
        }
    }

    [Theory]
    [InlineData("panoptic")]
    [InlineData("instance")]
    public void A_confused_prediction_is_one_color_and_each_thing_that_it_mixes_has_its_own(string kind)
    {
        var view = ConfusedView.Of(kind, TwoCars.Sample(), new TwoCars.Prediction(), TwoCars.Classes);
        var image = TwoCars.Sample().Image;
        var colors = ConfusedSegmentRow.ColorsOf(view.Confused);
        var truth = PngFile.ReadRgb(ConfusedPictures.Truth(image, view, colors), "truth");
        var prediction = PngFile.ReadRgb(ConfusedPictures.Prediction(image, view, colors), "prediction");
        if (Environment.GetEnvironmentVariable("PANOPTES_KEEP_PICTURES") is { } keep)
        {
            PngFile.WriteRgb(Path.Combine(keep, $"confused-{kind}-truth.png"), truth);
            PngFile.WriteRgb(Path.Combine(keep, $"confused-{kind}-prediction.png"), prediction);
        }

        var row = Assert.Single(ConfusedSegmentRow.Of(view.Confused, TwoCars.Classes));
        Assert.Equal(("car", 260L, 240L), (row.Class, row.Area, row.Pixels));
        Assert.Equal(2, row.Covers.Select(thing => thing.Color).Distinct().Count());
        Assert.Equal(row.Covers[0].Color, At(prediction, 10, 25).Hex);
        Assert.Equal(row.Covers[1].Color, At(prediction, 24, 25).Hex);
        Assert.Equal(PictureKey.Confused, At(prediction, 22, 22));
        Assert.NotEqual(At(truth, 15, 27), At(truth, 30, 27));
        var inside = At(prediction, 15, 27);
        Assert.Equal(inside, At(prediction, 30, 27));
        Assert.True(inside.R > inside.G && inside.B > inside.G);
        var outside = At(prediction, 50, 35);
        Assert.Equal((Rgb.Black, Rgb.Black), (outside, At(truth, 50, 35)));
    }

    private static Rgb At(RgbImage image, int x, int y) => new(image.Row(y)[3 * x], image.Row(y)[(3 * x) + 1], image.Row(y)[(3 * x) + 2]);

    private static IEvaluationAccumulator Count(string kind, int[] indices)
    {
        var counts = EvaluationKind.Of(kind, Kinds).Begin(TwoCars.Classes, new EvaluationConfig { WorstImages = 3 });
        foreach (var index in indices)
        {
            counts.Add([(index, TwoCars.Sample($"image{index}"))], new TwoCars.Prediction());
        }

        return counts;
    }

    private static KindResult Result(string kind, int[] indices) => Count(kind, indices).Result();
}
