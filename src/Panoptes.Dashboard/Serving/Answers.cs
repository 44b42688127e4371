using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Panoptes.Web.Hosting;

namespace Panoptes.Dashboard.Serving;

/// <summary>How requests are answered.</summary>
internal static class Answers
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Answers with a page or a part of one.</summary>
    public static Task Html(HttpContext context, string text, int status = StatusCodes.Status200OK) =>
        Text(context, text, "text/html; charset=utf-8", status);

    /// <summary>Answers with JSON.</summary>
    public static Task Json<T>(HttpContext context, T value, int status = StatusCodes.Status200OK) =>
        Text(context, JsonSerializer.Serialize(value, Options), "application/json; charset=utf-8", status);

    /// <summary>Answers with a text.</summary>
    public static Task Text(HttpContext context, string text, string type, int status = StatusCodes.Status200OK) =>
        TextAnswer.Write(context, text, type, status);

    /// <summary>Answers that there is nothing.</summary>
    public static Task Missing(HttpContext context) => Text(
        context, "There is nothing at this address.\n", "text/plain; charset=utf-8", StatusCodes.Status404NotFound);

    /// <summary>Whether the asker has this already, which is answered at once; else the answer will carry its mark.</summary>
    /// <param name="context">The request.</param>
    /// <param name="mark">What changes with the answer.</param>
    public static bool IsKnown(HttpContext context, string mark)
    {
        var tag = $"\"{mark}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch != tag)
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>The JSON that was sent; null where it is none.</summary>
    public static async Task<T?> Sent<T>(HttpContext context)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
