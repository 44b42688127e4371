using System.Net;
using Panoptes.Serving.Models;

namespace Panoptes.Serving.Pages;

/// <summary>The page of a service: an image is dropped on it, and what the model sees is drawn over it.</summary>
internal static class ServicePage
{
    /// <summary>Files that the page refers to, by name.</summary>
    public static IReadOnlyDictionary<string, (string Type, string Text)> Assets { get; } = new Dictionary<string, (string, string)>
    {
        ["page.css"] = ("text/css; charset=utf-8", Text("page.css")),
        ["serve.css"] = ("text/css; charset=utf-8", Text("serve.css")),
        ["serve.js"] = ("text/javascript; charset=utf-8", Text("serve.js")),
    };

    /// <summary>The page as text.</summary>
    public static string Render(ServedModelInfo model) => Text("serve.html")
        .Replace("{name}", WebUtility.HtmlEncode(model.Name), StringComparison.Ordinal)
        .Replace("{about}", WebUtility.HtmlEncode($"{model.Task}, {model.Classes.Count} classes, {model.Weights}, {model.Engine}"),
            StringComparison.Ordinal);

    private static string Text(string name)
    {
        using var stream = typeof(ServicePage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
