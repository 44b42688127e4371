using Panoptes.Formats.Files;
using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>The label files of a folder, joined by the stem of their image and never by the order of a listing.</summary>
public static class PseudoLabelPairs
{
    /// <summary>The end of a file of cluster ids, before its extension.</summary>
    public const string Semantic = "_semantic";

    /// <summary>The end of a file of object numbers, before its extension.</summary>
    public const string Instance = "_instance";

    /// <summary>Lists the pairs below a folder, sorted by stem.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">There is no such folder, nothing in it, a file without partner, or two of one stem.</exception>
    public static IReadOnlyList<PseudoLabelPair> List(string folder) => List(folder, problem => throw problem);

    /// <summary>Lists the pairs that are whole, and reports the others.</summary>
    internal static IReadOnlyList<PseudoLabelPair> List(string folder, Action<InputException> report)
    {
        var files = ListedFiles.Pngs(folder);
        var semantics = ByStem(files, Semantic, report);
        var instances = ByStem(files, Instance, report);
        if (semantics.Count == 0)
        {
            throw new InputException(
                folder, "no file STEM_semantic.png", "pairs STEM_semantic.png and STEM_instance.png", "give the folder of the label maps");
        }

        foreach (var (stem, file) in instances.Where(instance => !semantics.ContainsKey(instance.Key)))
        {
            report(Lone(file, $"{stem}{Semantic}.png"));
        }

        foreach (var (stem, file) in semantics.Where(semantic => instances.Count > 0 && !instances.ContainsKey(semantic.Key)))
        {
            report(Lone(file, $"{stem}{Instance}.png"));
        }

        return
        [
            .. semantics.Where(semantic => instances.Count == 0 || instances.ContainsKey(semantic.Key))
                .Select(semantic => new PseudoLabelPair(semantic.Key, semantic.Value, instances.GetValueOrDefault(semantic.Key)))
                .OrderBy(pair => pair.Stem, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether a file is one of labels, by its name.</summary>
    internal static bool IsLabel(string file) => Path.GetFileNameWithoutExtension(file) is var name
        && (name.EndsWith(Semantic, StringComparison.Ordinal) || name.EndsWith(Instance, StringComparison.Ordinal));

    private static Dictionary<string, string> ByStem(IEnumerable<string> files, string suffix, Action<InputException> report)
    {
        var byStem = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (!name.EndsWith(suffix, StringComparison.Ordinal))
            {
                continue;
            }

            var stem = name[..^suffix.Length];
            if (!byStem.TryAdd(stem, file))
            {
                report(new InputException(
                    file, $"a second file of the stem \"{stem}\", beside {byStem[stem]}", "one file a stem",
                    "remove one of them, or give a folder below"));
            }
        }

        return byStem;
    }

    private static InputException Lone(string file, string partner) =>
        new(file, "a label map without its partner", $"{partner} beside it", "add the missing file or remove the lone one");
}
