using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Panoptes.Serving.Answers;
using Panoptes.Web.Hosting;

namespace Panoptes.Serving.Hosting;

/// <summary>Answers that are text.</summary>
internal static class TextAnswers
{
    /// <summary>Answers with JSON.</summary>
    public static Task Json<T>(HttpContext context, T value, int status = StatusCodes.Status200OK) =>
        Text(context, JsonSerializer.Serialize(value, JsonForm.Options), "application/json; charset=utf-8", status);

    /// <summary>Answers with a text.</summary>
    public static Task Text(HttpContext context, string text, string type, int status = StatusCodes.Status200OK) =>
        TextAnswer.Write(context, text, type, status);

    /// <summary>Answers that there is nothing.</summary>
    public static Task Missing(HttpContext context) =>
        Json(context, new { error = "there is nothing at this address" }, StatusCodes.Status404NotFound);
}
