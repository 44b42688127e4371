namespace Panoptes.Metrics.Panoptic;

/// <summary>A number of a panoptic evaluation.</summary>
/// <param name="Name">What records call it, such as <c>accuracy_things</c>.</param>
/// <param name="Symbol">What scores call it, such as <c>Acc_th</c>.</param>
/// <param name="Title">What a reader is shown, such as <c>Acc^th</c>.</param>
/// <param name="Of">How it follows from the sums; a share, NaN where it is undefined.</param>
public sealed record PanopticMeasure(string Name, string Symbol, string Title, Func<PanopticTally, double> Of)
{
    /// <summary>Whether a higher number is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>The numbers that stand at the top.</summary>
    public static IReadOnlyList<PanopticMeasure> Main { get; } =
    [
        new("pq", "PQ", "PQ", tally => tally.All.PQ),
        new("sq", "SQ", "SQ", tally => tally.All.SQ),
        new("rq", "RQ", "RQ", tally => tally.All.RQ),
        new("pq_things", "PQ_th", "PQ of things", tally => tally.Things.PQ),
        new("sq_things", "SQ_th", "SQ of things", tally => tally.Things.SQ),
        new("rq_things", "RQ_th", "RQ of things", tally => tally.Things.RQ),
        new("pq_stuff", "PQ_st", "PQ of stuff", tally => tally.Stuff.PQ),
        new("sq_stuff", "SQ_st", "SQ of stuff", tally => tally.Stuff.SQ),
        new("rq_stuff", "RQ_st", "RQ of stuff", tally => tally.Stuff.RQ),
        .. OfSize(SegmentSize.All),
    ];

    /// <summary>
    /// Acc^th, Prec^th and the confused share at T = 25 % by size: Acc by the size of the truth's segments, Prec and the confused share by
    /// that of the predicted ones.
    /// </summary>
    public static IReadOnlyList<PanopticMeasure> BySize { get; } = [.. SegmentSizes.Apart.SelectMany(OfSize)];

    /// <summary>Acc^th, Prec^th and the confused share at T = 25 % of a size of things, in this order.</summary>
    /// <param name="size">The size.</param>
    public static IReadOnlyList<PanopticMeasure> OfSize(SegmentSize size)
    {
        var word = size.ToString().ToLowerInvariant();
        var (name, title) = size == SegmentSize.All ? ("", "") : ($"_{word}", $" {word}");
        return
        [
            new($"accuracy_things{name}", $"Acc_th{title}", $"Acc^th{title}", tally => tally.Of(size).ByTruth.Accuracy()),
            new($"precision_things{name}", $"Prec_th{title}", $"Prec^th{title}", tally => tally.Of(size).ByPrediction.Precision()),
            new($"confusion_25{name}", $"confused_25{title}", $"confused at T = 25 %{title}", tally => tally.Of(size).Confused.Ratio)
            {
                HigherIsBetter = false,
            },
        ];
    }

    /// <summary>Acc^th, Prec^th and the confused share at T = 25 % of a class of things, in this order.</summary>
    /// <param name="category">Index of the class.</param>
    /// <param name="name">Its name.</param>
    public static IReadOnlyList<PanopticMeasure> OfClass(int category, string name) =>
    [
        new("accuracy", $"Acc {name}", "Acc", tally => tally.ThingPixels[category].Accuracy()),
        new("precision", $"Prec {name}", "Prec", tally => tally.ThingPixels[category].Precision()),
        new("confusion_25", $"confused_25 {name}", "confused at T = 25 %", tally => tally.Confused[category].Ratio)
        {
            HigherIsBetter = false,
        },
    ];
}
