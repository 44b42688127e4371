using Panoptes.Data.Samples;

namespace Panoptes.Data.Statistics;

/// <summary>Mean and deviation of a data set's colors, on the scale 0-255, R G B.</summary>
/// <param name="Mean">Mean of all pixels.</param>
/// <param name="Std">Deviation of all pixels about that mean.</param>
/// <param name="MeanOfImageStds">Mean of the images' own deviations, which some tools give instead.</param>
public sealed record ChannelStatistics(IReadOnlyList<double> Mean, IReadOnlyList<double> Std, IReadOnlyList<double> MeanOfImageStds)
{
    /// <summary>Measures a data set; whole numbers are added, so that the order does not matter.</summary>
    /// <param name="dataset">Every image is read.</param>
    /// <param name="threads">Threads to use; all cores where 0.</param>
    public static ChannelStatistics Measure(IDataset dataset, int threads = 0)
    {
        var (sums, squares) = (new Int128[3], new Int128[3]);
        var stds = new double[dataset.Count][];
        var count = 0L;
        Parallel.For(
            0, dataset.Count, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount }, index =>
            {
                var pixels = dataset.Load(index, SampleParts.Image).Image.Pixels;
                var (sum, square) = (new long[3], new long[3]);
                for (var i = 0; i < pixels.Length; i += 3)
                {
                    for (var c = 0; c < 3; c++)
                    {
                        sum[c] += pixels[i + c];
                        square[c] += pixels[i + c] * pixels[i + c];
                    }
                }

                stds[index] = [.. Enumerable.Range(0, 3).Select(c => Deviation(sum[c], square[c], pixels.Length / 3))];
                lock (sums)
                {
                    count += pixels.Length / 3;
                    for (var c = 0; c < 3; c++)
                    {
                        sums[c] += sum[c];
                        squares[c] += square[c];
                    }
                }
            });
        return new ChannelStatistics(
            [.. sums.Select(s => (double)s / count)],
            [.. sums.Select((s, c) => Deviation(s, squares[c], count))],
            [.. Enumerable.Range(0, 3).Select(c => stds.Average(s => s[c]))]);
    }

    private static double Deviation(Int128 sum, Int128 squares, long count)
    {
        var mean = (double)sum / count;
        return Math.Sqrt(Math.Max(0, ((double)squares / count) - (mean * mean)));
    }
}
