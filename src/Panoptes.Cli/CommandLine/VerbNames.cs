using System.CommandLine;
using Panoptes.Foundation;

namespace Panoptes.Cli.CommandLine;

/// <summary>
/// Finds the verb that a word most likely means: one of the group's own, one of another group, or one that other tools call so.
/// </summary>
internal static class VerbNames
{
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fit"] = "train",
        ["run"] = "train",
        ["resume"] = "train",
        ["finetune"] = "train",
        ["evaluate"] = "eval",
        ["evaluation"] = "eval",
        ["val"] = "eval",
        ["validate"] = "eval",
        ["measure"] = "eval",
        ["infer"] = "predict",
        ["inference"] = "predict",
        ["segment"] = "predict",
        ["detect"] = "predict",
        ["prediction"] = "predict",
        ["visualize"] = "predict",
        ["info"] = "doctor",
        ["env"] = "doctor",
        ["setup"] = "doctor",
        ["diagnose"] = "doctor",
        ["metrics"] = "score",
        ["miou"] = "score semantic",
        ["pq"] = "score panoptic",
        ["ap"] = "score instances",
        ["map"] = "score instances",
        ["summary"] = "models show",
        ["lint"] = "advise",
        ["advice"] = "advise",
        ["dataset"] = "data check",
        ["settings"] = "config show",
    };

    /// <summary>The verb as it is typed behind the group, or the whole path of one elsewhere; null where none is near.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="group">The command that it was typed behind.</param>
    /// <param name="root">The whole tree.</param>
    public static string? Nearest(string word, Command group, Command root)
    {
        var own = group.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToList();
        var others = Paths(root, "").ToList();
        if (own.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            // The words are in another order.
            return others.FirstOrDefault(path => path.EndsWith($"{group.Name} {word}", StringComparison.OrdinalIgnoreCase)) ?? word;
        }

        return others.FirstOrDefault(path => group == root && string.Equals(path, word, StringComparison.OrdinalIgnoreCase))
            ?? (group == root ? Elsewhere.GetValueOrDefault(word) : null)
            ?? NearestName.Of(word, own)
            ?? Exact(word, others)
            ?? Elsewhere.GetValueOrDefault(word);
    }

    // A verb of a group typed without it, or behind another.
    private static string? Exact(string word, IEnumerable<string> paths)
    {
        var same = paths.Where(path => string.Equals(path.Split(' ')[^1], word, StringComparison.OrdinalIgnoreCase)).ToList();
        return same.Count == 0 ? null : string.Join("' or '", same);
    }

    private static IEnumerable<string> Paths(Command command, string above)
    {
        foreach (var verb in command.Subcommands.Where(verb => !verb.Hidden))
        {
            var path = above.Length == 0 ? verb.Name : $"{above} {verb.Name}";
            if (verb.Subcommands.Count == 0 || verb.Action is not null)
            {
                yield return path;
            }

            foreach (var below in Paths(verb, path))
            {
                yield return below;
            }
        }
    }
}
