using System.Reflection;
using System.Text.RegularExpressions;

namespace Panoptes.Architecture.Tests;

/// <summary>
/// Which top-level folders of one project need which others, each with an example. A folder together with its subfolders is one node; what
/// lies beside the project file is a node of its own, "(root)". Folders are namespaces. What the compiler leaves no trace of (constants,
/// <c>nameof</c>) is found by the usings.
/// </summary>
internal sealed partial class FolderGraph
{
    private readonly string project;
    private readonly string? joined;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> arrows = new(StringComparer.Ordinal);

    /// <summary>The graph of an assembly and of the texts of its sources.</summary>
    /// <param name="project">What its namespaces start with.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="sources">Its files.</param>
    /// <param name="joined">A folder that is one node with the root, or null.</param>
    public FolderGraph(string project, Assembly assembly, IEnumerable<string> sources, string? joined = null)
    {
        (this.project, this.joined) = (project, joined);
        foreach (var (user, used) in TypeUses.Of(assembly))
        {
            Add(Folder(user.Namespace), Folder(used.Namespace), $"{user.Name} uses {used.Name}");
        }

        foreach (var source in sources)
        {
            if (Declaration().Match(source) is { Success: true } declared)
            {
                foreach (Match line in Using().Matches(source))
                {
                    Add(Folder(declared.Groups[1].Value), Folder(line.Groups[1].Value), line.Value.Trim());
                }
            }
        }
    }

    /// <summary>Folders that need each other, directly or not; each list with an example of every arrow between them.</summary>
    public IReadOnlyList<string> Circles()
    {
        var reach = arrows.Keys.ToDictionary(folder => folder, Reached);
        return
        [
            .. from folder in arrows.Keys
               let others = reach[folder]
                   .Where(other => other == folder || (reach.TryGetValue(other, out var back) && back.Contains(folder))).ToList()
               where others.Contains(folder)
               let inside = arrows[folder].Where(arrow => others.Contains(arrow.Key)).Select(arrow => $"-> {arrow.Key} ({arrow.Value})")
               select $"{folder}: {string.Join("; ", inside)}",
        ];
    }

    /// <summary>Every arrow, as "A -> B".</summary>
    public IEnumerable<string> Arrows => arrows.SelectMany(from => from.Value.Keys.Select(to => $"{from.Key} -> {to}"));

    private HashSet<string> Reached(string folder)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var next))
        {
            foreach (var to in arrows.TryGetValue(next, out var some) ? some.Keys : Enumerable.Empty<string>())
            {
                if (found.Add(to))
                {
                    open.Push(to);
                }
            }
        }

        return found;
    }

    private void Add(string? from, string? to, string example)
    {
        if (from is not null && to is not null && from != to)
        {
            if (!arrows.TryGetValue(from, out var targets))
            {
                arrows[from] = targets = new(StringComparer.Ordinal);
            }

            targets.TryAdd(to, example);
        }
    }

    /// <summary>The top-level folder of a namespace; null for what is not the project's.</summary>
    private string? Folder(string? space) => space == project || (joined is not null && space == $"{project}.{joined}") ? "(root)"
        : space is not null
            && space.StartsWith(project + ".", StringComparison.Ordinal) ? space[(project.Length + 1)..].Split('.')[0] : null;

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^using (?:static |\w+ = )?([\w.]+).*;", RegexOptions.Multiline)]
    private static partial Regex Using();
}
