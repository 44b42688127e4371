using Microsoft.AspNetCore.Http;

namespace Panoptes.Web.Hosting;

/// <summary>An answer that is text.</summary>
internal static class TextAnswer
{
    /// <summary>Answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="text">The text.</param>
    /// <param name="type">Its media type with its character set.</param>
    /// <param name="status">The status.</param>
    public static Task Write(HttpContext context, string text, string type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
