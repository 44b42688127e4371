namespace Panoptes.Dashboard.Browsing.Samples;

/// <summary>By what samples can be sorted.</summary>
internal static class SampleOrder
{
    /// <summary>As the data set has them.</summary>
    public const string Usual = "order";

    /// <summary>What they can be sorted by.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [Usual, "name", "share", "void", "classes", "objects", "findings", "disagreement", "pixels", "bytes"];

    /// <summary>Whether the largest comes first unless it is asked otherwise.</summary>
    public static bool BeginsDescending(string name) => name is not (Usual or "name");

    /// <summary>What it reads for a person.</summary>
    public static string Title(string name) => name switch
    {
        Usual => "the data set's order",
        "share" => "share of the class",
        "void" => "share of void",
        "classes" => "number of classes",
        "objects" => "number of objects",
        "findings" => "number of findings",
        "disagreement" => "disagreement with the model",
        "pixels" => "size of the image",
        "bytes" => "size of the file",
        _ => name,
    };

    /// <summary>Sorts samples; equal ones stay in the data set's order.</summary>
    public static int[] Sort(BrowsedData data, SampleQuery query, IEnumerable<int> places)
    {
        if (query.Sort == Usual)
        {
            return query.IsDescending ? [.. places.Reverse()] : [.. places];
        }

        if (query.Sort == "name")
        {
            return query.IsDescending
                ? [.. places.OrderByDescending(place => data.Index.Samples[place].Name, StringComparer.Ordinal)]
                : [.. places.OrderBy(place => data.Index.Samples[place].Name, StringComparer.Ordinal)];
        }

        return query.IsDescending
            ? [.. places.OrderByDescending(place => Value(data, query, place))] : [.. places.OrderBy(place => Value(data, query, place))];
    }

    private static double Value(BrowsedData data, SampleQuery query, int place)
    {
        var sample = data.Index.Samples[place];
        return query.Sort switch
        {
            "share" => sample.ShareOf(data.TrainId(sample, query.Class)),
            "void" => sample.VoidShare ?? -1,
            "classes" => sample.Classes.Count,
            "objects" => sample.Objects,
            "findings" => data.Findings[place].Count,
            "disagreement" => data.Disagreements?[place]?.Share ?? -1,
            "pixels" => (double)sample.Width * sample.Height,
            _ => sample.Bytes,
        };
    }
}
