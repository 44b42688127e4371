using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Panoptes.Serving.Hosting;

/// <summary>Answers that are text.</summary>
internal static class TextAnswers
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Answers with JSON.</summary>
    public static Task Json<T>(HttpContext context, T value, int status = StatusCodes.Status200OK) =>
        Text(context, JsonSerializer.Serialize(value, Form), "application/json; charset=utf-8", status);

    /// <summary>Answers with a text.</summary>
    public static Task Text(HttpContext context, string text, string type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Answers that there is nothing.</summary>
    public static Task Missing(HttpContext context) =>
        Json(context, new { error = "there is nothing at this address" }, StatusCodes.Status404NotFound);
}
