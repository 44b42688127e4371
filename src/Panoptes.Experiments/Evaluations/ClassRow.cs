namespace Panoptes.Experiments.Evaluations;

/// <summary>A column of a table of classes.</summary>
public sealed record ColumnRow
{
    /// <summary>Its name, such as <c>iou</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>What a reader is shown, such as <c>IoU</c>.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whether it holds shares, 0 to 1; else counts.</summary>
    public bool IsShare { get; init; } = true;

    /// <summary>Whether a higher number is better.</summary>
    public bool HigherIsBetter { get; init; } = true;
}

/// <summary>One class of an evaluation.</summary>
public sealed record ClassRow
{
    /// <summary>The class's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The color it is drawn with, <c>#rrggbb</c>.</summary>
    public string Color { get; init; } = "#808080";

    /// <summary>Whether it is one of objects.</summary>
    public bool IsThing { get; init; }

    /// <summary>What it has, by the columns' names; null where that is undefined.</summary>
    public IReadOnlyDictionary<string, double?> Values { get; init; } = new Dictionary<string, double?>();

    /// <summary>Lower and upper ends of intervals over draws of images, by the columns' names; of those that have one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double?>> Intervals { get; init; } =
        new Dictionary<string, IReadOnlyList<double?>>();

    /// <summary>What it has in a column; null where that is undefined.</summary>
    public double? Of(string column) => Values.GetValueOrDefault(column);
}
