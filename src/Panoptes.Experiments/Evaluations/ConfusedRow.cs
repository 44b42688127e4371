using Panoptes.Data.Classes;
using Panoptes.Imaging;
using Panoptes.Metrics.Panoptic;

namespace Panoptes.Experiments.Evaluations;

/// <summary>A thing that a confused prediction covers among others.</summary>
/// <param name="Id">Its id in the truth's map.</param>
/// <param name="Class">Its class's name.</param>
/// <param name="Coverage">The share of it that is covered, 0 to 1.</param>
/// <param name="Color">The color it is drawn in, <c>#rrggbb</c>.</param>
public sealed record CoveredRow(int Id, string Class, double Coverage, string Color);

/// <summary>A predicted thing that mixes several.</summary>
/// <param name="Class">The name of the class that is predicted.</param>
/// <param name="Area">Its area in pixels.</param>
/// <param name="Pixels">Its pixels on the things that it mixes.</param>
/// <param name="Covers">Those things, the one with the most covered pixels first.</param>
public sealed record ConfusedSegmentRow(string Class, long Area, long Pixels, IReadOnlyList<CoveredRow> Covers)
{
    // Far from the color of confused predictions, and from one another.
    private static readonly Rgb[] Colors =
    [
        new(255, 212, 0), new(0, 208, 255), new(108, 255, 79), new(255, 138, 0), new(255, 255, 255), new(91, 140, 255), new(255, 90, 90),
        new(185, 255, 227),
    ];

    /// <summary>The colors that the mixed things of an image are drawn in, by their ids in the truth's map.</summary>
    /// <param name="segments">The confused predictions.</param>
    public static IReadOnlyDictionary<int, Rgb> ColorsOf(IReadOnlyList<ConfusedSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var colors = new Dictionary<int, Rgb>();
        foreach (var thing in segments.SelectMany(segment => segment.Covered))
        {
            colors.TryAdd(thing.Id, Colors[colors.Count % Colors.Length]);
        }

        return colors;
    }

    /// <summary>The confused predictions of an image, with colors for the things that they mix.</summary>
    /// <param name="segments">The predictions.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="colors">The colors of what they mix, by its id; those of <see cref="ColorsOf"/> where null.</param>
    public static IReadOnlyList<ConfusedSegmentRow> Of(
        IReadOnlyList<ConfusedSegment> segments, ClassTable classes, IReadOnlyDictionary<int, Rgb>? colors = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        colors ??= ColorsOf(segments);
        return
        [
            .. segments.Select(segment => new ConfusedSegmentRow(
                classes[segment.Category].Name, segment.Area, segment.Pixels,
                [.. segment.Covered.Select(thing => new CoveredRow(
                    thing.Id, classes[thing.Category].Name, Math.Round(thing.Coverage, 4), colors[thing.Id].Hex))])),
        ];
    }
}

/// <summary>An image with confused predictions, with the pictures made of it.</summary>
public sealed record ConfusedRow
{
    /// <summary>Index in the split.</summary>
    public int Index { get; init; }

    /// <summary>The sample's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The confused area of all its confused predictions, in pixels.</summary>
    public long Pixels { get; init; }

    /// <summary>Its confused predictions, that with the largest confused area first.</summary>
    public IReadOnlyList<ConfusedSegmentRow> Segments { get; init; } = [];

    /// <summary>Width over height of the pictures.</summary>
    public double Aspect { get; init; } = 1;

    /// <summary>The image, a JPEG in the evaluation's folder; null where no picture was made.</summary>
    public string? Image { get; init; }

    /// <summary>The true things that are mixed, each in its color.</summary>
    public string? Truth { get; init; }

    /// <summary>The confused predictions in one color, with the contours of what they mix.</summary>
    public string? Prediction { get; init; }
}
