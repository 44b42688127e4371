using System.Text;
using System.Text.Json;
using PageFrame;

namespace SitePages;

/// <summary>The repository's pages as one folder of HTML.</summary>
internal sealed class Site
{
    private const string Start = "README.md";
    private const string Contents = "## Documentation";
    private readonly string root;
    private readonly string folder;
    private readonly Dictionary<string, SitePage> ofSource;
    private readonly HashSet<string> copied = new(StringComparer.Ordinal);
    private readonly List<string> broken = [];

    /// <param name="root">The repository.</param>
    /// <param name="folder">Where the pages go.</param>
    public Site(string root, string folder)
    {
        (this.root, this.folder) = (root, folder);
        var start = File.ReadAllText(Path.Combine(root, Start));
        var contents = start[start.IndexOf(Contents, StringComparison.Ordinal)..];
        Pages =
        [
            .. new[] { Start, "CHANGELOG.md", "CONTRIBUTING.md" }
                .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal))
                .Select(source => new SitePage(source, File.ReadAllText(Path.Combine(root, source))))
                .OrderBy(page => Place(contents, page.Source))
                .ThenBy(page => !page.Source.EndsWith("/README.md", StringComparison.Ordinal)),
        ];
        ofSource = Pages.ToDictionary(page => page.Source, StringComparer.Ordinal);
    }

    /// <summary>All pages, in the order in which the first one lists them.</summary>
    public IReadOnlyList<SitePage> Pages { get; }

    /// <summary>Links that lead nowhere: page and target.</summary>
    public IReadOnlyList<string> Broken => broken;

    /// <summary>Writes all of it, over what is there.</summary>
    public void Write()
    {
        Directory.CreateDirectory(folder);
        var hasApi = Directory.Exists(Path.Combine(folder, "api"));
        foreach (var page in Pages)
        {
            var body = page.Body((path, anchor) => Resolve(page, path, anchor));
            File.WriteAllText(Path.Combine(folder, page.File), SiteFrame.Of(page, Pages, body, hasApi));
        }

        var entries = new StringBuilder("window.entries = [\n");
        entries.AppendJoin(",\n", Pages.SelectMany(page => page.Entries()).Select(entry => JsonSerializer.Serialize(entry)));
        entries.Append("\n];\n");
        File.WriteAllText(Path.Combine(folder, "entries.js"), entries.ToString());
        SearchFrame.WriteAssets(folder, "site.css");
    }

    // Pages of a folder stand behind the one that stands for it; those that are not listed come last.
    private static int Place(string contents, string source)
    {
        var named = contents.IndexOf($"]({source})", StringComparison.Ordinal);
        var above = contents.IndexOf($"]({source[..(source.LastIndexOf('/') + 1)]}README.md)", StringComparison.Ordinal);
        return source == Start ? -1 : named >= 0 ? named : above >= 0 ? above : int.MaxValue;
    }

    private string Resolve(SitePage from, string path, string anchor)
    {
        if (ofSource.TryGetValue(path, out var to) || ofSource.TryGetValue($"{path.TrimEnd('/')}/{Start}", out to))
        {
            if (anchor.Length > 0 && !to.Anchors.Contains(anchor))
            {
                broken.Add($"{from.Source}: no heading '{anchor}' in {to.Source}");
            }

            return anchor.Length > 0 ? $"{to.File}#{anchor}" : to.File;
        }

        var file = Path.Combine(root, path);
        if (!File.Exists(file))
        {
            broken.Add($"{from.Source}: no file {path}");
            return "#";
        }

        var name = path.Replace('/', '-');
        if (copied.Add(name))
        {
            File.Copy(file, Path.Combine(folder, name), overwrite: true);
        }

        return name;
    }
}
