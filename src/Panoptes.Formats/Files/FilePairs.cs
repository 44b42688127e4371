using Panoptes.Foundation;

namespace Panoptes.Formats.Files;

/// <summary>
/// Pairs label maps of two folders: by the same path below them, else by the same name without the endings that data sets and tools
/// add (<c>_gtFine_labelIds</c>, <c>_leftImg8bit</c>, <c>_pred</c> and the like). Every ground truth has a prediction of its own.
/// </summary>
public sealed class FilePairs
{
    private static readonly string[] Endings =
        [
            "_labelIds", "_labelTrainIds", "_instanceIds", "_gtFine", "_gtCoarse", "_leftImg8bit", "_predictions", "_prediction", "_pred",
            "_labels", "_label", "_semantic",
        ];

    private FilePairs(IReadOnlyList<FilePair> pairs, IReadOnlyList<string> unused) => (Pairs, Unused) = (pairs, unused);

    /// <summary>The pairs, by the ground truth's path.</summary>
    public IReadOnlyList<FilePair> Pairs { get; }

    /// <summary>PNGs among the predictions that no ground truth has, by path below their folder; JPEGs are pictures beside them.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>Pairs two folders.</summary>
    /// <param name="truthFolder">Ground-truth label maps, at any depth.</param>
    /// <param name="predictionFolder">Predicted ones.</param>
    /// <exception cref="InputException">A folder is missing or empty, or a ground truth has no prediction, or several.</exception>
    public static FilePairs Match(string truthFolder, string predictionFolder)
    {
        static void Refuse(InputException twice) => throw twice;
        var truths = KeyedFiles.List(truthFolder, Refuse);
        if (truths.Count == 0)
        {
            throw new InputException(truthFolder, "no ground-truth PNG", "label PNGs, at any depth", "check the folder");
        }

        // A JPEG beside a predicted PNG is a picture of it; one alone is refused where it is read.
        var predictions = ListedFiles.Images(predictionFolder)
            .GroupBy(file => KeyedFiles.KeyOf(predictionFolder, file), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => OnePng(group), StringComparer.Ordinal);
        var owners = truths.Keys.Where(predictions.ContainsKey).ToDictionary(key => key, key => key, StringComparer.Ordinal);
        var byStem = predictions.Keys.ToLookup(Stem, StringComparer.Ordinal);
        var pairs = new List<FilePair>(truths.Count);
        foreach (var (key, truth) in truths)
        {
            var name = Path.GetRelativePath(truthFolder, truth);
            var partner = predictions.ContainsKey(key) ? key : Partner(key, name);
            pairs.Add(new FilePair(name, truth, predictions[partner]));
        }

        var unused = predictions.Where(p => !owners.ContainsKey(p.Key) && IsPng(p.Value));
        return new FilePairs(pairs, [.. unused.Select(p => Path.GetRelativePath(predictionFolder, p.Value))]);

        string Partner(string key, string name)
        {
            var alike = byStem[Stem(key)].ToList();
            var free = alike.Where(found => !owners.ContainsKey(found)).ToList();
            if (free.Count > 1)
            {
                throw new InputException(
                    predictionFolder, $"{free.Count} predictions for {name}: {free[0]}, {free[1]}", "one", "remove the others");
            }

            if (free.Count == 0)
            {
                var taken = alike.Count > 0 ? $"; {alike[0]} is that of {owners[alike[0]]}" : "";
                throw new InputException(
                    predictionFolder, $"no prediction for {name}{taken}", $"a PNG named like it, or {Stem(key)}.png", "predict it too");
            }

            owners.Add(free[0], key);
            return free[0];
        }
    }

    /// <summary>A file's name without folder and known endings.</summary>
    /// <param name="key">A path without its extension.</param>
    public static string Stem(string key)
    {
        var stem = Path.GetFileName(key);
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

    private static bool IsPng(string file) => file.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    private static string OnePng(IEnumerable<string> files)
    {
        var all = files.ToList();
        var pngs = all.Where(IsPng).ToList();
        return pngs.Count <= 1 ? pngs.Concat(all).First() : throw new InputException(
            pngs[1], $"a second file with the stem of {pngs[0]}", "one prediction a stem", "remove or rename one of them");
    }
}
