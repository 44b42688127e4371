using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SitePages;

/// <summary>A page of the repository and what it is in the site, where all pages lie in one folder.</summary>
internal sealed class SitePage
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private readonly MarkdownDocument document;

    /// <param name="source">The page's path from the repository's root on, with slashes.</param>
    /// <param name="text">Its Markdown.</param>
    public SitePage(string source, string text)
    {
        (Source, document) = (source, Markdown.Parse(text, Pipeline));
        File = NameOf(source);
        Title = Headings.FirstOrDefault(heading => heading.Level == 1) is { } first ? Text(first.Inline) : source;
    }

    public string Source { get; }

    public string File { get; }

    public string Title { get; }

    /// <summary>The anchors that links may name.</summary>
    public IReadOnlySet<string> Anchors => Headings.Select(heading => heading.GetAttributes().Id ?? "").ToHashSet(StringComparer.Ordinal);

    private IEnumerable<HeadingBlock> Headings => document.Descendants<HeadingBlock>();

    /// <summary>Sections as a search lists them: title, address, first words.</summary>
    public IEnumerable<string[]> Entries() => Headings.Select(heading =>
    {
        var own = Text(heading.Inline);
        var (title, address) = heading.Level == 1 ? (own, File) : ($"{Title}: {own}", $"{File}#{heading.GetAttributes().Id}");
        var at = document.IndexOf(heading);
        var said = at >= 0 && at + 1 < document.Count && document[at + 1] is ParagraphBlock first ? Text(first.Inline) : "";
        return new[] { title, address, said };
    });

    /// <summary>The page's body.</summary>
    /// <param name="resolve">What a link to a file becomes; the path is from the repository's root on.</param>
    public string Body(Func<string, string, string> resolve)
    {
        var folder = Source.Contains('/', StringComparison.Ordinal) ? Source[..Source.LastIndexOf('/')] : "";
        foreach (var link in document.Descendants<LinkInline>().Where(link => link.Url is { Length: > 0 } url && !url.Contains("://")))
        {
            var (path, anchor) = link.Url!.Split('#', 2) is [var before, var after] ? (before, after) : (link.Url!, "");
            link.Url = resolve(path.Length == 0 ? Source : Joined(folder, path), anchor);
        }

        return document.ToHtml(Pipeline).Replace("<table>", "<div class=\"scroll\" tabindex=\"0\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
    }

    private static string NameOf(string source) => source switch
    {
        "README.md" => "index.html",
        _ => (source.StartsWith("docs/", StringComparison.Ordinal) ? source[5..] : source).Replace('/', '-').ToLowerInvariant()
            .Replace("-readme.md", ".html", StringComparison.Ordinal).Replace(".md", ".html", StringComparison.Ordinal),
    };

    private static string Joined(string folder, string path)
    {
        var parts = new Stack<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in path.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Push(part);
            }
            else if (!parts.TryPop(out _))
            {
                return path;
            }
        }

        return string.Join('/', parts.Reverse());
    }

    private static string Text(ContainerInline? inline) => string.Concat((inline?.Descendants() ?? []).Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        _ => "",
    }));
}
