namespace Panoptes.Dashboard.Catalog;

/// <summary>By what runs are sorted and grouped.</summary>
internal static class RunColumns
{
    /// <summary>The moment of the last line.</summary>
    public const string Updated = "updated";

    /// <summary>Columns that a list can be sorted by.</summary>
    public static IReadOnlyList<string> Sortable { get; } =
        ["name", "state", "model", "data", "seed", "step", "best", "last", "loss", "time", "speed", Updated];

    /// <summary>By what runs are grouped.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["place", "family", "model", "data", "task", "state", "tag"];

    /// <summary>Whether the largest comes first where nobody said.</summary>
    public static bool BeginsDescending(string column) => column is Updated or "best" or "last" or "step" or "time" or "speed";

    /// <summary>What a run is sorted by.</summary>
    public static Comparison<RunEntry> Order(string column) => column switch
    {
        "name" => (a, b) => string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase),
        "state" => (a, b) => a.State.CompareTo(b.State),
        "model" => (a, b) => string.CompareOrdinal(a.Facts.Model, b.Facts.Model),
        "data" => (a, b) => string.CompareOrdinal(a.Facts.Data, b.Facts.Data),
        "seed" => (a, b) => a.Facts.Seed.CompareTo(b.Facts.Seed),
        "step" => (a, b) => a.Step.CompareTo(b.Step),
        "best" => (a, b) => Nullable.Compare(a.Score?.Best, b.Score?.Best),
        "last" => (a, b) => Nullable.Compare(a.Score?.Last, b.Score?.Last),
        "loss" => (a, b) => Nullable.Compare(a.Loss, b.Loss),
        "time" => (a, b) => a.Seconds.CompareTo(b.Seconds),
        "speed" => (a, b) => Nullable.Compare(a.ImagesPerSecond, b.ImagesPerSecond),
        _ => (a, b) => a.Updated.CompareTo(b.Updated),
    };

    /// <summary>The group of a run.</summary>
    public static string GroupOf(RunEntry run, string column)
    {
        var name = column switch
        {
            "place" => run.Place,
            "family" => run.Family,
            "model" => run.Facts.Model,
            "data" => run.Facts.Data,
            "task" => run.Facts.Task,
            "state" => run.State.ToString().ToLowerInvariant(),
            "tag" => string.Join(", ", run.Note.Tags),
            _ => "",
        };
        return name.Length > 0 ? name : "(none)";
    }
}
