using System.Globalization;

namespace Panoptes.Dashboard.Browsing.Samples;

/// <summary>Which samples a grid shows, and in what order. Shares are in percent of the labels.</summary>
internal sealed record SampleQuery
{
    /// <summary>Samples of a page.</summary>
    public const int PageSize = 60;

    /// <summary>Words that split and name have to hold, all of them.</summary>
    public string Text { get; init; } = "";

    /// <summary>Only of this split; empty for all.</summary>
    public string Split { get; init; } = "";

    /// <summary>Only those that have this class; empty for all.</summary>
    public string Class { get; init; } = "";

    /// <summary>The least share of that class, in percent.</summary>
    public double? Least { get; init; }

    /// <summary>The largest share of that class, in percent; with 0 those without it.</summary>
    public double? Most { get; init; }

    /// <summary>Only those with a finding of this sort; <c>any</c> for any; empty for all.</summary>
    public string Finding { get; init; } = "";

    /// <summary>Only images of this size, such as <c>960x720</c>; empty for all.</summary>
    public string Size { get; init; } = "";

    /// <summary>The least share of void, in percent.</summary>
    public double? VoidLeast { get; init; }

    /// <summary>The largest share of void, in percent.</summary>
    public double? VoidMost { get; init; }

    /// <summary>Only the selected ones (<c>yes</c>) or the others (<c>no</c>); empty for all.</summary>
    public string Selected { get; init; } = "";

    /// <summary>By what they are sorted; one of <see cref="SampleOrder.Names"/>.</summary>
    public string Sort { get; init; } = SampleOrder.Usual;

    /// <summary>Whether the largest comes first.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Which page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Reads one from an address; what it does not know stays as it is.</summary>
    /// <param name="value">The value of a name; null where there is none.</param>
    public static SampleQuery Parse(Func<string, string?> value)
    {
        var sort = value("sort") is { } named && SampleOrder.Names.Contains(named) ? named : SampleOrder.Usual;
        return new SampleQuery
        {
            Text = value("q")?.Trim() ?? "",
            Split = value("split") ?? "",
            Class = value("class") ?? "",
            Least = Percent("least"),
            Most = Percent("most"),
            Finding = value("finding") ?? "",
            Size = value("size") ?? "",
            VoidLeast = Percent("void-least"),
            VoidMost = Percent("void-most"),
            Selected = value("selected") is "yes" or "no" ? value("selected")! : "",
            Sort = sort,
            IsDescending = value("dir") is { Length: > 0 } direction ? direction == "desc" : SampleOrder.BeginsDescending(sort),
            Page = int.TryParse(value("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(1, page) : 1,
        };

        double? Percent(string name) =>
            double.TryParse(value(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 100
                ? share : null;
    }

    /// <summary>What stands behind the question mark of an address that shows it; empty for all samples in their order.</summary>
    public string Words()
    {
        var parts = new List<string>();
        Add("q", Text);
        Add("split", Split);
        Add("class", Class);
        AddShare("least", Least);
        AddShare("most", Most);
        Add("finding", Finding);
        Add("size", Size);
        AddShare("void-least", VoidLeast);
        AddShare("void-most", VoidMost);
        Add("selected", Selected);
        Add("sort", Sort, SampleOrder.Usual);
        Add("dir", IsDescending ? "desc" : "asc", SampleOrder.BeginsDescending(Sort) ? "desc" : "asc");
        Add("page", Page.ToString(CultureInfo.InvariantCulture), "1");
        return string.Join('&', parts);

        void Add(string name, string text, string usual = "")
        {
            if (text != usual)
            {
                parts.Add($"{name}={Uri.EscapeDataString(text)}");
            }
        }

        void AddShare(string name, double? share) => Add(name, share?.ToString(CultureInfo.InvariantCulture) ?? "");
    }

    /// <summary>The address of a grid that shows it.</summary>
    public string Address() => Words() is { Length: > 0 } words ? $"/?{words}" : "/";
}
