using System.Net;
using System.Reflection;

namespace PageFrame;

/// <summary>What stands around a page that is read from disk and can be searched: title, search, and what it finds.</summary>
internal static class SearchFrame
{
    private static readonly string[] Shared = ["page.css", "search.css", "search.js"];

    /// <summary>A whole page.</summary>
    /// <param name="name">Its title.</param>
    /// <param name="brand">What all pages together are called.</param>
    /// <param name="style">The style sheet of these pages, beside those of all.</param>
    /// <param name="body">What stands in it, as HTML.</param>
    public static string Of(string name, string brand, string style, string body)
    {
        var (title, site) = (WebUtility.HtmlEncode(name), WebUtility.HtmlEncode(brand));
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} - {site}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="page.css">
            <link rel="stylesheet" href="search.css">
            <link rel="stylesheet" href="{style}">
            <script src="entries.js" defer></script>
            <script src="search.js" defer></script>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header><div class="wide"><p class="brand"><a href="index.html">{site}</a></p><div class="title"><h1>{title}</h1></div>
            <p class="tools"><label for="search">search <input id="search" type="search" autocomplete="off"></label></p></div></header>
            <main id="main" tabindex="-1">
            <section id="found" hidden aria-live="polite"><h2>Found</h2><ul id="list"></ul></section>
            {body}</main>
            </body>
            </html>
            """;
    }

    /// <summary>Writes the files that pages refer to.</summary>
    /// <param name="folder">Where the pages are.</param>
    /// <param name="style">Their own style sheet.</param>
    public static void WriteAssets(string folder, string style)
    {
        foreach (var asset in Shared.Append(style))
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(asset)!;
            using var file = File.Create(Path.Combine(folder, asset));
            stream.CopyTo(file);
        }
    }
}
