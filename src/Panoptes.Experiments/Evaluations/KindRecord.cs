using System.Text.Json.Serialization;
using Panoptes.Data.Classes;
using Panoptes.Experiments.Events;
using Panoptes.Metrics.Flattening;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Evaluations;

/// <summary>What one kind of evaluation found, as its file keeps it and pages draw it.</summary>
public sealed record KindRecord
{
    /// <summary>Which kind: <c>semantic</c>, <c>panoptic</c>, <c>instance</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Its numbers; the first is the one that a model is judged by.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; init; } = [];

    /// <summary>The columns of <see cref="Classes"/>; the first tells classes apart.</summary>
    public IReadOnlyList<ColumnRow> Columns { get; init; } = [];

    /// <summary>The classes in the order of the class table.</summary>
    public IReadOnlyList<ClassRow> Classes { get; init; } = [];

    /// <summary>
    /// Pixel counts [truth][prediction]; a last row and column, where there is one more than classes, is "no class". Empty where the kind
    /// counts no pixels.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; } = [];

    /// <summary>Curves.</summary>
    public IReadOnlyList<CurveRow> Curves { get; init; } = [];

    /// <summary>The images with the lowest scores, worst first.</summary>
    public IReadOnlyList<ImageRow> WorstImages { get; init; } = [];

    /// <summary>The images with the largest confused area, largest first; empty where the kind tells no objects apart.</summary>
    public IReadOnlyList<ConfusedRow> Confused { get; init; } = [];

    /// <summary>What should be known of its numbers, a line each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Pixels with a class in the truth; 0 where the kind counts none.</summary>
    [JsonIgnore]
    public long ValidPixels => Confusion.Take(Classes.Count).Sum(row => row.Sum());

    /// <summary>A number by its name; null where there is none.</summary>
    public MetricRow? Find(string name) => Metrics.FirstOrDefault(metric => metric.Name == name);

    /// <summary>Whether a class is neither in the truth nor predicted.</summary>
    public bool IsAbsent(ClassRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Columns.All(column => row.Of(column.Name) is null || (!column.IsShare && row.Of(column.Name) == 0));
    }

    /// <summary>The record of a result.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="pictures">Its worst images and those that confuse most, with their pictures.</param>
    internal static KindRecord Of(KindResult result, ClassTable classes, KindImages pictures)
    {
        var columns = result.Detail.Columns;
        var pixels = result.Detail.Pixels;
        return new KindRecord
        {
            Kind = result.Kind,
            Metrics = [.. result.Metrics.Select(MetricRow.Of)],
            Columns = [.. columns.Select(column => new ColumnRow
            {
                Name = column.Name,
                Title = column.Title,
                IsShare = column.IsShare,
                HigherIsBetter = column.HigherIsBetter,
            })],
            Classes = [.. Enumerable.Range(0, classes.Count).Select(id => new ClassRow
            {
                Name = classes[id].Name,
                Color = classes[id].Color.Hex,
                IsThing = classes[id].IsThing,
                Values = columns.ToDictionary(column => column.Name, column => Present(column.Values[id])),
            })],
            Confusion = pixels is null ? [] : [.. pixels.ToArrays(includeNone: HasUnpredicted(pixels))],
            Curves = [.. result.Detail.Curves.Select(CurveRow.Of)],
            WorstImages = pictures.Worst,
            Confused = pictures.Confused,
            Remarks = [.. result.Detail.Remarks, .. result.Detail.Things is { IsFlattened: true } ? new[] { FlatInstances.Rule } : []],
        };
    }

    private static bool HasUnpredicted(Panoptes.Metrics.Semantic.ConfusionMatrix pixels) =>
        Enumerable.Range(0, pixels.None).Any(truth => pixels[truth, pixels.None] > 0);

    private static double? Present(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>A curve of an evaluation.</summary>
public sealed record CurveRow
{
    /// <summary>What it shows.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it is called, with its companions of the same title, such as <c>confusion</c>; empty for the title.</summary>
    public string Key { get; init; } = "";

    /// <summary>What sets it apart from its companions; empty where it has none.</summary>
    public string Line { get; init; } = "";

    /// <summary>What goes to the right.</summary>
    public string Horizontal { get; init; } = "";

    /// <summary>Where its points lie, from left to right.</summary>
    public IReadOnlyList<double> X { get; init; } = [];

    /// <summary>Shares, 0 to 1; null where there is none.</summary>
    public IReadOnlyList<double?> Y { get; init; } = [];

    internal static CurveRow Of(DetailCurve curve) => new()
    {
        Title = curve.Title,
        Key = curve.Key,
        Line = curve.Line,
        Horizontal = curve.Horizontal,
        X = [.. curve.Points.Select(point => point.X)],
        Y = [.. curve.Points.Select(point => double.IsFinite(point.Y) ? point.Y : (double?)null)],
    };
}
