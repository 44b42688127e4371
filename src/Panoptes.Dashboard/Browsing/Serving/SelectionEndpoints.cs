using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Dashboard.Browsing.Selecting;
using Panoptes.Dashboard.Serving;

namespace Panoptes.Dashboard.Browsing.Serving;

/// <summary>What changes the selection, and what keeps it.</summary>
internal sealed class SelectionEndpoints(BrowsedData data, Selection selection, SelectionLists lists, string trainSplit)
{
    /// <summary>Ticks samples, or all that a query finds.</summary>
    public async Task Select(HttpContext context)
    {
        if (await Answers.Sent<Ticks>(context) is not { } ticks || (ticks.Places is null && ticks.Words is null))
        {
            await Fault(context, "name samples, or what finds them");
            return;
        }

        var places = ticks.Places?.Where(place => place >= 0 && place < data.Index.Samples.Count) ?? Found(ticks.Words!);
        selection.Set([.. places], ticks.On);
        await Answers.Json(context, new { selection.Count });
    }

    /// <summary>Writes the selection as lists.</summary>
    public async Task Save(HttpContext context)
    {
        if (await Answers.Sent<ListName>(context) is not { Name: { } name })
        {
            await Fault(context, "name the list");
            return;
        }

        await Answers.Json(context, new { Lists = lists.Save(name.Trim(), selection.All(), trainSplit) });
    }

    private int[] Found(string words)
    {
        var values = QueryHelpers.ParseQuery(words);
        var query = SampleQuery.Parse(name => values.TryGetValue(name, out var found) ? found.ToString() : null);
        return SampleFilter.Find(data, query, selection.Has);
    }

    private static Task Fault(HttpContext context, string fault) =>
        Answers.Json(context, new { Fault = fault }, StatusCodes.Status400BadRequest);

    private sealed record Ticks(IReadOnlyList<int>? Places, string? Words, bool On);

    private sealed record ListName(string? Name);
}
