using System.Globalization;
using Microsoft.AspNetCore.Http;
using Panoptes.Dashboard.Browsing.Pictures;
using Panoptes.Dashboard.Browsing.Samples;
using Panoptes.Dashboard.Browsing.Selecting;
using Panoptes.Dashboard.Browsing.Views;
using Panoptes.Dashboard.Pages;
using Panoptes.Dashboard.Serving;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Browsing.Serving;

/// <summary>The pages of a data browser and their pictures.</summary>
internal sealed class BrowserEndpoints(BrowsedData data, SamplePictures pictures, Selection selection, PageFrame frame)
{
    // Pictures of a sample stay as they are while the program runs: its index is made when it starts. Another one has another cookie.
    private const string Kept = "private, max-age=600";
    private readonly Lazy<ClassTally> tally = new(() => new ClassTally(data));

    /// <summary>The grid, or the part of it that another filter replaces.</summary>
    public Task Grid(HttpContext context)
    {
        var query = Query(context);
        var places = SampleFilter.Find(data, query, selection.Has);
        if (context.Request.Headers["X-Part"] != "grid")
        {
            return Page(context, GridView.Parts(data, query, places, selection), "Samples");
        }

        var html = new Html();
        GridView.Grid(html, data, query, places, selection);
        return Answers.Html(context, html.ToString());
    }

    /// <summary>A sample.</summary>
    public Task Sample(HttpContext context)
    {
        if (Place(context) is not { } place)
        {
            return Answers.Html(
                context, frame.Fault("Not here", "The data set has no sample of that number."), StatusCodes.Status404NotFound);
        }

        var query = Query(context);
        var places = SampleFilter.Find(data, query, selection.Has);
        return Page(context, SampleView.Parts(data, query, places, place, selection.Has(place)), "Samples");
    }

    /// <summary>How often classes occur.</summary>
    public Task Classes(HttpContext context) => Page(context, ClassesView.Parts(data, tally.Value), "Classes");

    /// <summary>What was found.</summary>
    public Task Findings(HttpContext context) => Page(context, FindingsView.Parts(data), "Findings");

    /// <summary>An image, small or at its own size.</summary>
    public Task Photo(HttpContext context) =>
        Picture(context, IsFull(context) ? PictureKind.LargePhotograph : PictureKind.Photograph, "image/jpeg");

    /// <summary>Labels, or what a model says, in colors.</summary>
    public Task Labels(HttpContext context) => Picture(
        context,
        (IsPredicted(context), IsFull(context)) switch
        {
            (false, false) => PictureKind.Labels,
            (false, true) => PictureKind.LargeLabels,
            (true, false) => PictureKind.Predicted,
            _ => PictureKind.LargePredicted,
        },
        "image/png");

    /// <summary>The class of every pixel.</summary>
    public Task Ids(HttpContext context) => Picture(
        context,
        (IsPredicted(context), IsFull(context)) switch
        {
            (false, false) => PictureKind.Ids,
            (false, true) => PictureKind.LargeIds,
            (true, false) => PictureKind.PredictedIds,
            _ => PictureKind.LargePredictedIds,
        },
        "application/octet-stream");

    /// <summary>The query of an address.</summary>
    public static SampleQuery Query(HttpContext context) =>
        SampleQuery.Parse(name => context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null);

    private static bool IsFull(HttpContext context) => context.Request.Query["size"] == "full";

    private static bool IsPredicted(HttpContext context) => context.Request.Query["of"] == "model";

    private int? Place(HttpContext context) =>
        int.TryParse(context.Request.RouteValues["place"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
        && place < data.Index.Samples.Count ? place : null;

    private async Task Picture(HttpContext context, PictureKind kind, string type)
    {
        var picture = Place(context) is { } place ? await pictures.Get(kind, place, context.RequestAborted) : [];
        if (picture.Length == 0)
        {
            await Answers.Missing(context);
            return;
        }

        context.Response.Headers.CacheControl = Kept;
        context.Response.Headers.Vary = "Cookie";
        context.Response.ContentType = type;
        context.Response.ContentLength = picture.Length;
        await context.Response.Body.WriteAsync(picture, context.RequestAborted);
    }

    private Task Page(HttpContext context, PageParts parts, string place) => Answers.Html(context, frame.Render(parts, place));
}
