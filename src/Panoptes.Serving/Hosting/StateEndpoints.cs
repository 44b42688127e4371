using Microsoft.AspNetCore.Http;

namespace Panoptes.Serving.Hosting;

/// <summary>What a service says of itself.</summary>
internal sealed class StateEndpoints(ServiceParts parts)
{
    /// <summary><c>GET /health/live</c>: whether the program runs.</summary>
    public static Task Live(HttpContext context) => TextAnswers.Json(context, new { status = "live" });

    /// <summary><c>GET /health</c> and <c>/health/ready</c>: whether it takes requests.</summary>
    public Task Ready(HttpContext context) => parts.Ending.IsCancellationRequested
        ? TextAnswers.Json(context, new { status = "ending" }, StatusCodes.Status503ServiceUnavailable)
        : TextAnswers.Json(context, new { status = "ready" });

    /// <summary><c>GET /metrics</c>: what it counted, as Prometheus reads it.</summary>
    public Task Metrics(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return parts.Metrics.Write(context.Response.Body, context.RequestAborted);
    }

    /// <summary><c>GET /model</c>: what is served.</summary>
    public Task Model(HttpContext context) => TextAnswers.Json(context, new
    {
        parts.Model.Name,
        parts.Model.Task,
        parts.Model.Weights,
        parts.Model.Engine,
        parts.Model.Size,
        Limits = new { parts.Limits.MaxBytes, parts.Limits.MaxPixels, Seconds = parts.Limits.Time.TotalSeconds },
        parts.Model.Classes,
    });
}
