using Panoptes.Data.Samples;

namespace Panoptes.Data.Statistics;

/// <summary>How often each class occurs in a data set, and loss weights made of that.</summary>
/// <param name="Names">Class names by train id.</param>
/// <param name="Pixels">Pixels of each class.</param>
/// <param name="PixelsWherePresent">Labeled pixels of all images in which the class occurs.</param>
/// <param name="Images">Images in which the class occurs.</param>
public sealed record ClassFrequencies(
    IReadOnlyList<string> Names, IReadOnlyList<long> Pixels, IReadOnlyList<long> PixelsWherePresent, IReadOnlyList<int> Images)
{
    /// <summary>Counts the labels of a data set.</summary>
    /// <param name="dataset">A split with labels; every label file is read.</param>
    /// <param name="threads">Threads to use; all cores where 0.</param>
    public static ClassFrequencies Count(IDataset dataset, int threads = 0)
    {
        var classes = dataset.Classes.Count;
        var (pixels, present, images) = (new long[classes], new long[classes], new int[classes]);
        Parallel.For(
            0, dataset.Count, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount }, index =>
            {
                var labels = dataset.Load(index, SampleParts.Labels).StoredLabels
                    ?? throw new Foundation.InputException(
                        dataset.Files(index).Image, "no labels", "an image with labels", "count a split that has labels");
                var counts = new long[classes];
                foreach (var (id, count) in labels.CountIds())
                {
                    if (!labels.Classes.TryGetTrainId(id, out var train))
                    {
                        var (x, y) = labels.Find(id);
                        throw labels.Unlisted(x, y);
                    }

                    if (train < classes)
                    {
                        counts[train] += count;
                    }
                }

                var labeled = counts.Sum();
                lock (pixels)
                {
                    for (var c = 0; c < classes; c++)
                    {
                        pixels[c] += counts[c];
                        present[c] += counts[c] > 0 ? labeled : 0;
                        images[c] += counts[c] > 0 ? 1 : 0;
                    }
                }
            });
        return new ClassFrequencies(dataset.Classes.Names, pixels, present, images);
    }

    /// <summary>The classes that no labeled pixel has; the weights cannot balance them.</summary>
    public IReadOnlyList<string> Absent => [.. Names.Where((_, c) => Pixels[c] == 0)];

    /// <summary>Whether any pixel is labeled; weights follow from nothing else.</summary>
    public bool HasLabels => Pixels.Any(p => p > 0);

    /// <summary>
    /// Median frequency balancing (Eigen and Fergus 2015; SegNet): median(f) / f_c, with f_c the share of a class in the images
    /// that have it. A class that never occurs weighs 1, as without balancing: see <see cref="Absent"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">No pixel is labeled: see <see cref="HasLabels"/>.</exception>
    public double[] MedianFrequencyWeights()
    {
        var shares = Pixels.Select((p, c) => p > 0 ? (double)p / PixelsWherePresent[c] : 0).ToArray();
        var sorted = shares.Where(s => s > 0).Order().ToArray();
        RequireLabels();

        var median = sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
        return [.. shares.Select(s => s > 0 ? median / s : 1)];
    }

    /// <summary>
    /// ENet's weighting (Paszke et al. 2016): 1 / ln(c + p), with p the share of a class in all labeled pixels. A class that never occurs
    /// weighs 1.
    /// </summary>
    /// <param name="c">What bounds the weights; 1.02 keeps them below 50.5.</param>
    /// <exception cref="InvalidOperationException">No pixel is labeled.</exception>
    public double[] InverseLogWeights(double c = 1.02)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(c, 1);
        RequireLabels();
        var total = Pixels.Sum();
        return [.. Pixels.Select(p => p > 0 ? 1 / Math.Log(c + ((double)p / total)) : 1)];
    }

    private void RequireLabels()
    {
        if (!HasLabels)
        {
            throw new InvalidOperationException("no pixel is labeled: no weights follow from that");
        }
    }
}
