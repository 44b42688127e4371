using Panoptes.Foundation;

namespace Panoptes.PseudoLabels.Clustering;

/// <summary>First centers far from each other: k-means++ (Arthur and Vassilvitskii, 2007).</summary>
internal static class FirstCenters
{
    /// <summary>Draws centers among features, each with a probability that grows with the square of its distance to those drawn.</summary>
    /// <param name="rows">The features, at least one.</param>
    /// <param name="count">How many; where there are fewer different features, the rest are repeated ones.</param>
    /// <param name="seed">Another seed draws others.</param>
    /// <param name="threads">Threads to use.</param>
    public static FeatureRows Draw(FeatureRows rows, int count, long seed, int threads)
    {
        var random = new SeededRandom(seed, 1);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        var centers = new FeatureRows(rows.Dimensions, new float[count * rows.Dimensions]);
        rows[random.NextInt(0, rows.Count)].CopyTo(centers[0]);
        var squares = new double[rows.Count];
        squares.AsSpan().Fill(double.PositiveInfinity);
        for (var c = 1; c < count; c++)
        {
            var last = new Nearest(new FeatureRows(rows.Dimensions, centers[c - 1].ToArray()));
            Parallel.For(0, rows.Count, options, i => squares[i] = Math.Min(squares[i], last.Of(rows[i]).Square));
            var total = squares.Sum();
            var at = random.NextDouble() * total;
            var drawn = total > 0 ? 0 : random.NextInt(0, rows.Count);
            while (total > 0 && drawn < rows.Count - 1 && (at -= squares[drawn]) >= 0)
            {
                drawn++;
            }

            rows[drawn].CopyTo(centers[c]);
        }

        return centers;
    }
}
