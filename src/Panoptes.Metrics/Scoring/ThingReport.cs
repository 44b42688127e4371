using System.Text.Json.Nodes;
using Panoptes.Metrics.Flattening;
using Panoptes.Metrics.Panoptic;

namespace Panoptes.Metrics.Scoring;

/// <summary>
/// What scores say of things: Acc and Prec by size and class, the confusion curve, and the predictions that mix most; of panoptic
/// segments and of objects that were flattened.
/// </summary>
/// <param name="Counts">What was counted.</param>
/// <param name="Confused">The confused predictions with the largest confused area, largest first.</param>
internal sealed record ThingReport(PanopticCounts Counts, IReadOnlyList<ConfusedObject> Confused)
{
    private const int Listed = 10;
    private static readonly string[] Columns = ["Acc", "Prec", "confused at 25 %"];
    private static readonly string[] Counted = ["truth pixels", "predicted pixels", "predicted things", "confused"];

    /// <summary>What is said where objects were flattened.</summary>
    public static string FlattenedRemark => $"Acc, Prec and confused: {FlatInstances.Rule}";

    /// <summary>Acc, Prec and the confused share of all things.</summary>
    public IReadOnlyList<Headline> Headlines => Row("", PanopticMeasure.OfSize(SegmentSize.All), 0, 0, default).Numbers;

    private IReadOnlyList<PanopticCategory> Categories => Counts.Categories;

    /// <summary>By size and by class, in the order of <see cref="PanopticResampling.OfSizesAndClasses"/>.</summary>
    public IReadOnlyList<ScoreGrid> Grids =>
    [
        new(
            "things by size: Acc by the size of the truth's segment, the others by that of the predicted one", "things-by-size", Columns,
            Counted, [.. SegmentSizes.Apart.Select(BySize)]),
        new(
            "things by class: confused by the class of the predicted segment", "things-by-class", Columns, Counted,
            [.. Enumerable.Range(0, Categories.Count).Where(c => Categories[c].IsThing).Select(ByClass)]),
    ];

    /// <summary>The curve by size, and the first of the list of confused predictions; for consoles.</summary>
    public IReadOnlyList<ScoreTable> Tables =>
    [
        new(
            "predicted things that cover more than T % of each of at least two",
            ["T", .. Enum.GetValues<SegmentSize>().Select(Word), "all, same class"],
            [
                .. ConfusionCurve.ThresholdsPercent.Select((percent, at) => (IReadOnlyList<object>)
                [
                    $"{percent} %",
                    .. Enum.GetValues<SegmentSize>().Select(size => (object)Counts.Confusion.Ratios(size: size)[at]),
                    Counts.Confusion.Ratios(ConfusionReading.SameCategory)[at],
                ]),
            ])
        {
            File = "confusion",
        },
        .. Confused.Count > 0 ? [ConfusedTable(Listed) with { File = "" }] : Array.Empty<ScoreTable>(),
    ];

    /// <summary>The curve by class, and the list of confused predictions.</summary>
    public IReadOnlyList<ScoreTable> Appendix => [CurveByClass(), ConfusedTable(Confused.Count)];

    /// <summary>The curve, for pages.</summary>
    public ScoreCurve Curve => new(
        "predicted things that cover more than T % of each of at least two", "T in %",
        [.. ConfusionCurve.ThresholdsPercent.Select(percent => (double)percent)],
        [.. Enum.GetValues<SegmentSize>().Select(size => (Word(size), (IReadOnlyList<double>)Counts.Confusion.Ratios(size: size)))]);

    /// <summary>Adds all of it to the details of objects, and that they were flattened.</summary>
    public JsonObject AddFlattenedTo(JsonObject details)
    {
        details["flattened"] = FlatInstances.Rule;
        AddTo(details);
        return details;
    }

    /// <summary>Adds all of it in full precision to a report's details.</summary>
    public void AddTo(JsonObject details)
    {
        var pixels = Counts.Tally.AllThings;
        details["thing_pixels"] = Object(Enum.GetValues<ThingPixelRule>(), rule => rule.ToString(), rule => new JsonObject
        {
            ["tp"] = pixels.Matched,
            ["fp"] = pixels.WrongUnder(rule),
            ["gt"] = pixels.TruthUnder(rule),
            ["acc"] = ScoreJson.Number(pixels.Accuracy(rule)),
            ["prec"] = ScoreJson.Number(pixels.Precision(rule)),
        });
        details["things_by_size"] = Object(SegmentSizes.Apart, size => size.ToString(), size => Numbers(BySize(size)));
        details["confusion_curve"] = Object(Enum.GetValues<ConfusionReading>(), reading => reading.ToString(), reading => Object(
            Enum.GetValues<SegmentSize>(), size => size.ToString(), size => Curved(
                Counts.Confusion.Segments(size), Counts.Confusion.Confused(reading, size).ToArray(),
                Counts.Confusion.Ratios(reading, size))));
        details["confusion_curve_by_class"] = new JsonArray([.. Enumerable.Range(0, Categories.Count).Where(c => Categories[c].IsThing)
            .Select(c =>
            {
                var curve = Curved(Counts.Confusion.SegmentsOf(c), Counts.Confusion.ConfusedOf(c).ToArray(), Counts.Confusion.RatiosOf(c));
                curve["name"] = Categories[c].Name;
                return (JsonNode)curve;
            })]);
        details["confused_segments"] = new JsonArray([.. Confused.Select(one => (JsonNode)new JsonObject
        {
            ["image_id"] = one.ImageId,
            ["segment"] = one.Segment.Id,
            ["class"] = Categories[one.Segment.Category].Name,
            ["area"] = one.Segment.Area,
            ["confused_area"] = one.Segment.Pixels,
            ["covers"] = new JsonArray([.. one.Segment.Covered.Select(thing => (JsonNode)new JsonObject
            {
                ["segment"] = thing.Id, ["class"] = Categories[thing.Category].Name, ["pixels"] = thing.Pixels, ["area"] = thing.Area,
                ["coverage"] = thing.Coverage,
            })]),
        })]);
    }

    private static JsonObject Object<T>(IEnumerable<T> keys, Func<T, string> name, Func<T, JsonNode> value) =>
        new(keys.Select(key => KeyValuePair.Create(name(key).ToLowerInvariant(), (JsonNode?)value(key))));

    private static JsonObject Curved(long segments, long[] confused, double[] ratios) => new()
    {
        ["thresholds_percent"] = ScoreJson.Numbers(ConfusionCurve.ThresholdsPercent.Select(t => (long)t)),
        ["segments"] = segments,
        ["confused"] = ScoreJson.Numbers(confused),
        ["ratio"] = ScoreJson.Numbers(ratios),
    };

    private static JsonObject Numbers(GridRow row) => new()
    {
        ["acc"] = ScoreJson.Number(row.Numbers[0].Value),
        ["prec"] = ScoreJson.Number(row.Numbers[1].Value),
        ["confused_25"] = ScoreJson.Number(row.Numbers[2].Value),
        ["gt_pixels"] = row.Counts[0],
        ["predicted_pixels"] = row.Counts[1],
        ["segments"] = row.Counts[2],
        ["confused"] = row.Counts[3],
    };

    private static string Word(SegmentSize size) => size.ToString().ToLowerInvariant();

    private GridRow BySize(SegmentSize size)
    {
        var sums = Counts.Tally.Of(size);
        return Row(Word(size), PanopticMeasure.OfSize(size), sums.ByTruth.Truth, sums.ByPrediction.Predicted, sums.Confused);
    }

    private GridRow ByClass(int category)
    {
        var (pixels, name) = (Counts.ThingPixels[category], Categories[category].Name);
        return Row(name, PanopticMeasure.OfClass(category, name), pixels.Truth, pixels.Predicted, Counts.Tally.Confused[category]);
    }

    private GridRow Row(string name, IReadOnlyList<PanopticMeasure> measures, long truth, long predicted, ConfusedCount confused) => new(
        name,
        [.. measures.Select(m => new Headline(m.Symbol, m.Of(Counts.Tally)) { HigherIsBetter = m.HigherIsBetter })],
        [truth, predicted, confused.Segments, confused.Confused]);

    private ScoreTable CurveByClass()
    {
        int[] things = [.. Enumerable.Range(0, Categories.Count).Where(c => Categories[c].IsThing)];
        return new ScoreTable(
            "the same by class of the predicted segment",
            ["class", "predicted things", .. ConfusionCurve.ThresholdsPercent.Select(percent => $"T={percent}")],
            [.. things.Select(c => (IReadOnlyList<object>)
                [Categories[c].Name, Counts.Confusion.SegmentsOf(c), .. Counts.Confusion.RatiosOf(c).Select(ratio => (object)ratio)])])
        {
            File = "confusion-by-class",
        };
    }

    private ScoreTable ConfusedTable(int most) => new(
        $"confused predictions at T = {ConfusedSegment.Percent} %, largest confused area first",
        ["image", "segment", "class", "area", "confused area", "things", "covers (class, id, share)"],
        [.. Confused.Take(most).Select(one => (IReadOnlyList<object>)
        [
            one.ImageId, (long)one.Segment.Id, Categories[one.Segment.Category].Name, one.Segment.Area, one.Segment.Pixels,
            (long)one.Segment.Covered.Count,
            string.Join("; ", one.Segment.Covered.Select(
                thing => $"{Categories[thing.Category].Name} {thing.Id} {ScoreText.Percent(thing.Coverage, 0)} %")),
        ])])
    {
        File = "confused-segments",
    };
}
