using Panoptes.Foundation;

namespace Panoptes.Metrics;

/// <summary>A ground-truth file and its prediction.</summary>
/// <param name="Name">The ground truth's path below its folder.</param>
/// <param name="Truth">The ground truth's path.</param>
/// <param name="Prediction">The prediction's path.</param>
public sealed record FilePair(string Name, string Truth, string Prediction);

/// <summary>
/// Pairs PNGs of two folders: by the same path below them, else by the same name without the endings that data sets and
/// tools add (<c>_gtFine_labelIds</c>, <c>_leftImg8bit</c>, <c>_pred</c> and the like).
/// </summary>
internal static class FilePairs
{
    private static readonly string[] Endings =
        ["_labelIds", "_labelTrainIds", "_instanceIds", "_gtFine", "_gtCoarse", "_leftImg8bit", "_predictions", "_prediction", "_pred", "_labels", "_label", "_semantic"];

    public static IReadOnlyList<FilePair> Match(string truthFolder, string predictionFolder, Func<string, bool>? isTruth = null)
    {
        var truths = Pngs(truthFolder).Where(isTruth ?? (_ => true)).ToList();
        if (truths.Count == 0)
        {
            throw new InputException(truthFolder, "no ground-truth PNG", "label PNGs, at any depth", "check the folder");
        }

        var predictions = Pngs(predictionFolder).ToHashSet(StringComparer.Ordinal);
        var byStem = predictions.ToLookup(Stem, StringComparer.Ordinal);
        return [.. truths.Select(name => new FilePair(name, Path.Combine(truthFolder, name), Path.Combine(predictionFolder, Partner(name))))];

        string Partner(string name)
        {
            if (predictions.Contains(name))
            {
                return name;
            }

            var found = byStem[Stem(name)].ToList();
            return found.Count switch
            {
                1 => found[0],
                0 => throw new InputException(predictionFolder, $"no prediction for {name}", $"a PNG named like it, or {Stem(name)}.png", "predict it too"),
                _ => throw new InputException(predictionFolder, $"{found.Count} predictions for {name}: {found[0]}, {found[1]}", "one", "remove the others"),
            };
        }
    }

    /// <summary>A file's name without folder, extension and known endings.</summary>
    public static string Stem(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        for (var again = true; again;)
        {
            again = false;
            foreach (var ending in Endings)
            {
                if (stem.Length > ending.Length && stem.EndsWith(ending, StringComparison.Ordinal))
                {
                    (stem, again) = (stem[..^ending.Length], true);
                }
            }
        }

        return stem;
    }

    private static List<string> Pngs(string folder)
    {
        var names = Directory.EnumerateFiles(InputFolder.Folder(folder), "*.png", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).ToList();
        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
