using Panoptes.Experiments.Evaluations;

namespace Panoptes.Experiments.Comparisons;

/// <summary>Which image is shown, and why.</summary>
/// <param name="Index">Its place in the split.</param>
/// <param name="Name">Its name.</param>
/// <param name="Pixels">The confused area by run, in pixels.</param>
/// <param name="Other">Place of the run that is held against the first here.</param>
/// <param name="IsWorseInFirst">Whether the first run's confused area is the larger one.</param>
public sealed record ImageChoice(int Index, string Name, IReadOnlyList<long> Pixels, int Other, bool IsWorseInFirst)
{
    /// <summary>
    /// The images whose confused area differs most between the first run and each other one, in both directions alike, so that neither
    /// side is shown at its best alone. Only where the counts of all runs' images are there.
    /// </summary>
    /// <param name="runs">The runs.</param>
    /// <param name="kind">The kind of evaluation.</param>
    /// <param name="most">How many for each direction at most.</param>
    public static IReadOnlyList<ImageChoice> Of(IReadOnlyList<ComparedRun> runs, string kind, int most)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var counts = runs.Select(run => run.Counts.FirstOrDefault(entry => entry.Kind == kind)?.Images).ToList();
        if (counts.Any(images => images is null || images.Count != counts[0]?.Count))
        {
            return [];
        }

        var all = Enumerable.Range(0, counts[0]!.Count).Select(index => new ImageChoice(
            index, counts[0]![index].ImageId, [.. counts.Select(images => images![index].ConfusedPixels)], 0, true)).ToList();
        var chosen = new List<ImageChoice>();
        for (var run = 1; run < runs.Count; run++)
        {
            foreach (var isWorseInFirst in new[] { true, false })
            {
                long Excess(ImageChoice image) => (image.Pixels[0] - image.Pixels[run]) * (isWorseInFirst ? 1 : -1);
                chosen.AddRange(all.Where(image => Excess(image) > 0).OrderByDescending(Excess).ThenBy(image => image.Index).Take(most)
                    .Select(image => image with { Other = run, IsWorseInFirst = isWorseInFirst }));
            }
        }

        return chosen;
    }
}

/// <summary>An image as all runs segment it.</summary>
/// <param name="Choice">Which image, and why.</param>
/// <param name="Aspect">Width over height of the pictures.</param>
/// <param name="Image">The image; a JPEG.</param>
/// <param name="Truth">The true things, those that any run mixes in colors of their own, to be laid over the image; a PNG.</param>
/// <param name="Predictions">By run its predictions, confused ones in one color, to be laid over the image; PNGs.</param>
/// <param name="Confused">By run its confused predictions.</param>
public sealed record ComparedImage(
    ImageChoice Choice, double Aspect, byte[] Image, byte[] Truth, IReadOnlyList<byte[]> Predictions,
    IReadOnlyList<IReadOnlyList<ConfusedSegmentRow>> Confused);
