using Panoptes.Imaging.Masks;

namespace Panoptes.Metrics.LabelQuality;

/// <summary>
/// Matches the labels of an image with its objects one to one, the surest label first, each with the object of the largest IoU that is
/// still free, as average precision does.
/// </summary>
internal sealed class LabelMatching
{
    private const double Half = .5;
    private const double Strict = .75;

    // As pycocotools has it, so that an IoU of 1 is never lost to rounding.
    private const double AlmostOne = 1 - 1e-10;
    private readonly ScoredLabel[] labels;
    private readonly TrueObject[] truths;
    private readonly TrueObject[] crowds;
    private readonly double[,] overlaps;

    private LabelMatching(LabeledImage image)
    {
        // An order of their own, so that nothing depends on that in which they came.
        labels = [.. image.Labels.OrderByDescending(label => label.Score).ThenBy(label => label.Class).ThenBy(label => label.Mask.Area)
            .ThenBy(label => label.Mask.Box.Y).ThenBy(label => label.Mask.Box.X)];
        var ordered = image.Truths.OrderBy(truth => truth.Class).ThenBy(truth => truth.Mask.Area)
            .ThenBy(truth => truth.Mask.Box.Y).ThenBy(truth => truth.Mask.Box.X).ToLookup(truth => truth.IsCrowd);
        (truths, crowds) = ([.. ordered[false]], [.. ordered[true]]);
        overlaps = new double[labels.Length, truths.Length];
        for (var l = 0; l < labels.Length; l++)
        {
            for (var t = 0; t < truths.Length; t++)
            {
                overlaps[l, t] = Math.Max(0, MaskOverlap.IoU(labels[l].Mask, truths[t].Mask));
            }
        }
    }

    /// <summary>What becomes of the labels and objects of an image.</summary>
    /// <param name="image">Them.</param>
    /// <param name="place">The image's place among all.</param>
    /// <returns>The labels that count, the surest first, and the objects that are no crowds.</returns>
    public static (IReadOnlyList<LabelOutcome> Labels, IReadOnlyList<TruthOutcome> Truths) Of(LabeledImage image, int place)
    {
        var matching = new LabelMatching(image);
        var (half, strict) = (matching.Matches(Half, byClass: true), matching.Matches(Strict, byClass: true));
        var anyClass = matching.Matches(Half, byClass: false);
        var found = new List<LabelOutcome>();
        for (var l = 0; l < matching.labels.Length; l++)
        {
            if (half[l] >= 0 || !matching.IsInCrowd(matching.labels[l]))
            {
                found.Add(matching.Outcome(l, place, half[l], strict[l] >= 0, anyClass[l]));
            }
        }

        return (found, [.. Enumerable.Range(0, matching.truths.Length).Select(matching.Outcome)]);
    }

    /// <summary>By label, the surest first, the object that it matches; -1 for none.</summary>
    private int[] Matches(double least, bool byClass)
    {
        least = Math.Min(least, AlmostOne);
        var isTaken = new bool[truths.Length];
        var matches = new int[labels.Length];
        for (var l = 0; l < labels.Length; l++)
        {
            var (best, match) = (0.0, -1);
            for (var t = 0; t < truths.Length; t++)
            {
                var overlap = overlaps[l, t];
                if (!isTaken[t] && overlap >= least && overlap > best && (!byClass || truths[t].Class == labels[l].Class))
                {
                    (best, match) = (overlap, t);
                }
            }

            matches[l] = match;
            if (match >= 0)
            {
                isTaken[match] = true;
            }
        }

        return matches;
    }

    private bool IsInCrowd(ScoredLabel label) =>
        Array.Exists(crowds, crowd => crowd.Class == label.Class && MaskOverlap.IoU(label.Mask, crowd.Mask, crowd: true) >= Half);

    private LabelOutcome Outcome(int l, int image, int match, bool isRight75, int anyClass)
    {
        var label = labels[l];
        var best = Enumerable.Range(0, truths.Length).Where(t => truths[t].Class == label.Class).Select(t => overlaps[l, t])
            .DefaultIfEmpty(0).Max();
        return new LabelOutcome(
            image, label.Class, label.Score, ObjectSizes.Of(match < 0 ? label.Mask.Area : truths[match].Mask.Area),
            match < 0 ? double.NaN : overlaps[l, match], isRight75, best,
            anyClass < 0 ? null : truths[anyClass].Class == label.Class);
    }

    private TruthOutcome Outcome(int t) => new(truths[t].Class, ObjectSizes.Of(truths[t].Mask.Area), [
        .. Enumerable.Range(0, labels.Length).Where(l => labels[l].Class == truths[t].Class && overlaps[l, t] > Half)
            .Select(l => labels[l].Score),
    ]);
}
