using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>Joins the layers of samples by key; never by their order in two listings.</summary>
internal static class LayerJoin
{
    /// <summary>The keys that both have, sorted; a key that one side lacks is a problem that names both sides.</summary>
    /// <param name="images">Images by key.</param>
    /// <param name="others">Their labels or depth maps by key.</param>
    /// <param name="imageFolder">Where the images are.</param>
    /// <param name="otherFolder">Where the others are.</param>
    /// <param name="kind">What the others are: <c>label</c>.</param>
    /// <param name="problems">Takes what is missing.</param>
    public static List<string> Join(
        IReadOnlyDictionary<string, string> images, IReadOnlyDictionary<string, string> others, string imageFolder, string otherFolder,
        string kind, DatasetProblems problems)
    {
        var noOther = images.Keys.Where(k => !others.ContainsKey(k)).Order(StringComparer.Ordinal).ToList();
        var noImage = others.Keys.Where(k => !images.ContainsKey(k)).Order(StringComparer.Ordinal).ToList();
        if (problems.IsCollecting)
        {
            foreach (var key in noOther)
            {
                problems.Report(Missing(images[key], $"an image without {kind}", $"a {kind} file {otherFolder}/{key}.png"));
            }

            foreach (var key in noImage)
            {
                problems.Report(Missing(others[key], $"a {kind} without image", $"an image file {imageFolder}/{key}.jpg or .png"));
            }
        }
        else if (noOther.Count + noImage.Count > 0)
        {
            throw Missing(
                $"{imageFolder} and {otherFolder}",
                $"{noOther.Count} images without {kind}{Examples(noOther)} and {noImage.Count} {kind}s without image{Examples(noImage)}",
                "one of each for every stem");
        }

        return [.. images.Keys.Where(others.ContainsKey).Order(StringComparer.Ordinal)];
    }

    /// <summary>Tells a check of files that no image has; a training leaves them unread.</summary>
    public static void ReportLone(
        IReadOnlyDictionary<string, string> others, IReadOnlyDictionary<string, string> images, string kind, DatasetProblems problems)
    {
        foreach (var lone in problems.IsCollecting ? others.Where(other => !images.ContainsKey(other.Key)) : [])
        {
            problems.Report(Missing(lone.Value, $"{kind} without image", "an image of its name"));
        }
    }

    /// <summary>The error for a folder in which nothing matched.</summary>
    public static InputException NothingFound(string folder, string expected) =>
        new(folder, "no file that matches", expected, "correct data.root, data.format or the split's name");

    private static InputException Missing(string source, string found, string expected) =>
        new(source, found, expected, "add the missing files or remove the lone ones");

    private static string Examples(List<string> keys) => keys.Count switch
    {
        0 => "",
        <= 3 => $" ({string.Join(", ", keys)})",
        _ => $" ({string.Join(", ", keys.Take(3))}, ...)",
    };
}
