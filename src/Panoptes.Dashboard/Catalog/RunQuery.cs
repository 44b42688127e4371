using System.Globalization;

namespace Panoptes.Dashboard.Catalog;

/// <summary>Which runs a list shows, and how.</summary>
internal sealed record RunQuery
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Words that name, place, model, data, tags or note have to hold, all of them.</summary>
    public string Text { get; init; } = "";

    /// <summary>Only of this state; null for all.</summary>
    public RunState? State { get; init; }

    /// <summary>Only with this tag; empty for all.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Only of this network; empty for all.</summary>
    public string Model { get; init; } = "";

    /// <summary>Only of this data set; empty for all.</summary>
    public string Data { get; init; } = "";

    /// <summary>Only of this folder or study; empty for all.</summary>
    public string Place { get; init; } = "";

    /// <summary>By what they are sorted; one of <see cref="RunColumns"/>.</summary>
    public string Sort { get; init; } = RunColumns.Updated;

    /// <summary>Whether the largest comes first.</summary>
    public bool IsDescending { get; init; } = true;

    /// <summary>By what they are grouped; empty for not.</summary>
    public string Group { get; init; } = "";

    /// <summary>Which page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Reads one from an address; what it does not know stays as it is.</summary>
    /// <param name="value">The value of a name; null where there is none.</param>
    public static RunQuery Parse(Func<string, string?> value)
    {
        var sort = value("sort") is { } named && RunColumns.Sortable.Contains(named) ? named : RunColumns.Updated;
        return new RunQuery
        {
            Text = value("q") ?? "",
            State = Enum.TryParse<RunState>(value("state"), ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null,
            Tag = value("tag") ?? "",
            Model = value("model") ?? "",
            Data = value("data") ?? "",
            Place = value("place") ?? "",
            Sort = sort,
            IsDescending = value("dir") is { } direction ? direction == "desc" : RunColumns.BeginsDescending(sort),
            Group = value("group") is { } group && RunColumns.Groups.Contains(group) ? group : "",
            Page = int.TryParse(value("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(1, page) : 1,
        };
    }

    /// <summary>The address of a list that shows it.</summary>
    public string Address()
    {
        var parts = new List<string>();
        void Add(string name, string text, string usual = "")
        {
            if (text != usual)
            {
                parts.Add($"{name}={Uri.EscapeDataString(text)}");
            }
        }

        Add("q", Text);
        Add("state", State?.ToString().ToLowerInvariant() ?? "");
        Add("tag", Tag);
        Add("model", Model);
        Add("data", Data);
        Add("place", Place);
        Add("sort", Sort, RunColumns.Updated);
        Add("dir", IsDescending ? "desc" : "asc", RunColumns.BeginsDescending(Sort) ? "desc" : "asc");
        Add("group", Group);
        Add("page", Page.ToString(CultureInfo.InvariantCulture), "1");
        return parts.Count == 0 ? "/" : $"/?{string.Join('&', parts)}";
    }
}
