using Microsoft.AspNetCore.Http;
using Panoptes.Dashboard.Files;
using Panoptes.Dashboard.Pages;

namespace Panoptes.Dashboard.Serving;

/// <summary>Files: those of pages, and those of runs.</summary>
internal sealed class FileEndpoints(Workbench bench)
{
    // A page from a run's folder has scripts of its own: it runs them without this program's origin, so that they can ask nothing of it.
    private const string Sandbox =
        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private const string Text = "text/plain; charset=utf-8";

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".json"] = Text,
        [".jsonl"] = Text,
        [".yaml"] = Text,
        [".yml"] = Text,
        [".txt"] = Text,
        [".log"] = Text,
        [".md"] = Text,
        [".csv"] = Text,
        [".lock"] = Text,
    };

    /// <summary>A script or style of pages.</summary>
    public static Task Asset(HttpContext context)
    {
        if (!PageFrame.Assets.TryGetValue(context.Request.RouteValues["name"] as string ?? "", out var asset))
        {
            return Answers.Missing(context);
        }

        // Pages name it with a mark of its text.
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Answers.Text(context, asset.Text, asset.Type);
    }

    /// <summary>A file of a run.</summary>
    public Task Run(HttpContext context)
    {
        if (bench.Run(context) is not { } run
            || new RunFiles(run.FilesRoot).Find(context.Request.RouteValues["path"] as string ?? "") is not { } path)
        {
            return Answers.Missing(context);
        }

        var type = Types.GetValueOrDefault(Path.GetExtension(path).ToLowerInvariant());
        context.Response.Headers.ContentSecurityPolicy = Sandbox;
        return Results.File(
            path, type ?? "application/octet-stream", type is null ? Path.GetFileName(path) : null, File.GetLastWriteTimeUtc(path),
            enableRangeProcessing: true).ExecuteAsync(context);
    }
}
