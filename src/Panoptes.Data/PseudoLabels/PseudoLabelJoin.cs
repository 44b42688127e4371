using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>Joins label maps with images by stem.</summary>
internal static class PseudoLabelJoin
{
    /// <summary>
    /// The pairs that have an image, sorted by stem. Images without labels are no fault: the last frame of a sequence has none.
    /// </summary>
    /// <param name="pairs">The label maps.</param>
    /// <param name="images">The images of a split by stem.</param>
    /// <param name="elsewhere">Finds the stems of all splits' images; asked where labels have none in this one.</param>
    /// <param name="folder">The folder of the labels, for messages.</param>
    /// <param name="report">Takes labels without an image in any split, and stems with two.</param>
    public static IReadOnlyList<LabeledImage> Join(
        IReadOnlyList<PseudoLabelPair> pairs, ILookup<string, string> images, Func<ILookup<string, string>> elsewhere, string folder,
        Action<InputException> report)
    {
        var joined = new List<LabeledImage>(pairs.Count);
        foreach (var pair in pairs.Where(pair => images.Contains(pair.Stem)))
        {
            string[] found = [.. images[pair.Stem]];
            if (found.Length > 1)
            {
                report(new InputException(
                    found[1], $"a second image with the stem \"{pair.Stem}\", beside {found[0]}", $"one image for {pair.Semantic}",
                    "rename one of them, or set data.root to the folder that was meant"));
            }

            joined.Add(new LabeledImage(found[0], pair));
        }

        if (joined.Count == pairs.Count)
        {
            return joined;
        }

        var all = elsewhere();
        PseudoLabelPair[] lone = [.. pairs.Where(pair => !all.Contains(pair.Stem))];
        if (lone.Length > 0)
        {
            report(new InputException(
                lone[0].Semantic,
                $"a label map without image (one of {lone.Length} such in {folder})",
                $"an image {lone[0].Stem}.png or .jpg in some split",
                "add the missing images, remove the lone labels, or correct data.root"));
        }

        return joined;
    }
}
