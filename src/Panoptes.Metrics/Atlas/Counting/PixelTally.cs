using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Atlas.Counting;

/// <summary>
/// Pixels by class, by distance to the truth's boundary, and by place in the image. A pixel is wrong where its class is. Pixels of crowds,
/// and those without truth where that is no background, are left out.
/// </summary>
/// <param name="classes">How many classes there are.</param>
public sealed class PixelTally(int classes)
{
    private readonly long[] pixelsByBand = new long[(classes + 1) * BoundaryBands.Limits.Count];
    private readonly long[] wrongByBand = new long[(classes + 1) * BoundaryBands.Limits.Count];
    private readonly long[] pixelsByCell = new long[AtlasGrid.Cells];
    private readonly long[] wrongByCell = new long[AtlasGrid.Cells];

    /// <summary>Pixels by true and predicted class; "no class" is background, or a prediction that says nothing.</summary>
    public ConfusionMatrix Confusion { get; } = new(Math.Max(1, classes));

    /// <summary>Pixels of a class in a band; of background where the class is one more than there are.</summary>
    public long Pixels(int known, int band) => pixelsByBand[(known * BoundaryBands.Limits.Count) + band];

    /// <summary>The wrong ones of them.</summary>
    public long Wrong(int known, int band) => wrongByBand[(known * BoundaryBands.Limits.Count) + band];

    /// <summary>Pixels of all classes in a band.</summary>
    public long Pixels(int band) => Enumerable.Range(0, classes + 1).Sum(known => Pixels(known, band));

    /// <summary>The wrong ones of them.</summary>
    public long Wrong(int band) => Enumerable.Range(0, classes + 1).Sum(known => Wrong(known, band));

    /// <summary>Pixels in a cell of <see cref="AtlasGrid"/>.</summary>
    public long PixelsAt(int cell) => pixelsByCell[cell];

    /// <summary>The wrong ones of them.</summary>
    public long WrongAt(int cell) => wrongByCell[cell];

    /// <summary>Adds what another counted.</summary>
    public void Merge(PixelTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Confusion.Merge(other.Confusion);
        Sum(pixelsByBand, other.pixelsByBand);
        Sum(wrongByBand, other.wrongByBand);
        Sum(pixelsByCell, other.pixelsByCell);
        Sum(wrongByCell, other.wrongByCell);
    }

    /// <summary>Counts an image.</summary>
    /// <param name="frame">The image.</param>
    /// <returns>The share of its pixels that are right; NaN where none is judged.</returns>
    public double Add(AtlasFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var (truth, prediction) = (frame.Truth, frame.Prediction);
        int[] truthClass = [frame.HasBackground ? classes : -1, .. truth.Segments.Select(one => one.IsCrowd ? -1 : one.Class)];
        int[] predictedClass = [classes, .. prediction.Segments.Select(one => one.Class)];
        var (width, height) = (truth.Ids.Width, truth.Ids.Height);
        int[] columns = [.. Enumerable.Range(0, width).Select(x => AtlasGrid.CellOf(x, 0, width, height))];
        var (all, wrong) = (0L, 0L);
        for (var y = 0; y < height; y++)
        {
            var given = truth.Ids.Row(y);
            var found = prediction.Ids.Row(y);
            var distances = frame.Distances.Value.AsSpan(y * width, width);
            var cellRow = AtlasGrid.CellOf(0, y, width, height);
            for (var x = 0; x < width;)
            {
                var (t, p, end) = (given[x], found[x], x + 1);
                while (end < width && given[end] == t && found[end] == p)
                {
                    end++;
                }

                var known = truthClass[t];
                if (known >= 0)
                {
                    var isWrong = known != predictedClass[p];
                    Confusion.AddCount(known, predictedClass[p], end - x);
                    all += end - x;
                    wrong += isWrong ? end - x : 0;
                    Count(known, isWrong, distances[x..end], columns.AsSpan(x, end - x), cellRow);
                }

                x = end;
            }
        }

        return all == 0 ? double.NaN : 1 - ((double)wrong / all);
    }

    private void Count(int known, bool isWrong, ReadOnlySpan<byte> distances, ReadOnlySpan<int> columns, int cellRow)
    {
        var bands = BoundaryBands.ByDistance;
        var first = known * BoundaryBands.Limits.Count;
        for (var i = 0; i < distances.Length; i++)
        {
            pixelsByBand[first + bands[distances[i]]]++;
            pixelsByCell[cellRow + columns[i]]++;
        }

        for (var i = 0; isWrong && i < distances.Length; i++)
        {
            wrongByBand[first + bands[distances[i]]]++;
            wrongByCell[cellRow + columns[i]]++;
        }
    }

    private static void Sum(long[] into, long[] from)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] += from[i];
        }
    }
}
