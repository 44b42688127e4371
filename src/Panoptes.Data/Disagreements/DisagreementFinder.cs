using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Disagreements;

/// <summary>
/// Holds a prediction against labels. The region of strong disagreement is the largest patch of cells that touch and of whose labeled
/// pixels half or more are contradicted: boundaries that are a pixel off make none.
/// </summary>
public static class DisagreementFinder
{
    private const int Cells = 48;

    /// <summary>Compares.</summary>
    /// <param name="labels">The labels as train ids.</param>
    /// <param name="prediction">The prediction as train ids, of the same size.</param>
    /// <param name="voidId">The train id of pixels that do not count: in the labels, and where the prediction does not say.</param>
    /// <returns>Null where no pixel counts.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static LabelDisagreement? Of(Plane<ushort> labels, Plane<ushort> prediction, int voidId)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(prediction);
        if (labels.Width != prediction.Width || labels.Height != prediction.Height)
        {
            throw new ArgumentException(
                $"a prediction of {prediction.Width}x{prediction.Height} for labels of {labels.Width}x{labels.Height}", nameof(prediction));
        }

        var side = Math.Max(1, (Math.Max(labels.Width, labels.Height) + Cells - 1) / Cells);
        var (columns, rows) = ((labels.Width + side - 1) / side, (labels.Height + side - 1) / side);
        var (counted, wrong) = (new int[columns * rows], new int[columns * rows]);
        var (all, contradicted) = (0L, 0L);
        for (var y = 0; y < labels.Height; y++)
        {
            var truth = labels.Row(y);
            var said = prediction.Row(y);
            for (var x = 0; x < truth.Length; x++)
            {
                if (truth[x] == voidId || said[x] == voidId)
                {
                    continue;
                }

                var cell = (y / side * columns) + (x / side);
                var isWrong = truth[x] != said[x] ? 1 : 0;
                counted[cell]++;
                wrong[cell] += isWrong;
                all++;
                contradicted += isWrong;
            }
        }

        if (all == 0)
        {
            return null;
        }

        var patch = Largest(counted, wrong, columns, rows);
        return patch is { } cells
            ? Describe(labels, prediction, voidId, cells, side, (double)contradicted / all)
            : LabelDisagreement.None with { Share = (double)contradicted / all };
    }

    private static PixelRectangle? Largest(int[] counted, int[] wrong, int columns, int rows)
    {
        var (seen, best, most) = (new bool[counted.Length], (PixelRectangle?)null, 0L);
        var open = new Stack<int>();
        for (var start = 0; start < counted.Length; start++)
        {
            if (seen[start] || !IsStrong(start))
            {
                continue;
            }

            var (box, pixels) = (new PixelRectangle(columns, rows, 0, 0), 0L);
            open.Push(start);
            seen[start] = true;
            while (open.TryPop(out var cell))
            {
                var (x, y) = (cell % columns, cell / columns);
                pixels += wrong[cell];
                box = new PixelRectangle(
                    Math.Min(box.Left, x), Math.Min(box.Top, y), Math.Max(box.Right, x + 1), Math.Max(box.Bottom, y + 1));
                Visit(x - 1, y);
                Visit(x + 1, y);
                Visit(x, y - 1);
                Visit(x, y + 1);
            }

            (best, most) = pixels > most ? (box, pixels) : (best, most);
        }

        return best;

        bool IsStrong(int cell) => counted[cell] > 0 && 2 * wrong[cell] >= counted[cell];

        void Visit(int x, int y)
        {
            var cell = (y * columns) + x;
            if (x >= 0 && x < columns && y >= 0 && y < rows && !seen[cell] && IsStrong(cell))
            {
                seen[cell] = true;
                open.Push(cell);
            }
        }
    }

    private static LabelDisagreement Describe(
        Plane<ushort> labels, Plane<ushort> prediction, int voidId, PixelRectangle cells, int side, double share)
    {
        var region = new PixelRectangle(
            cells.Left * side, cells.Top * side, Math.Min(labels.Width, cells.Right * side), Math.Min(labels.Height, cells.Bottom * side));
        var pairs = new Dictionary<(int Labeled, int Predicted), long>();
        for (var y = region.Top; y < region.Bottom; y++)
        {
            for (var x = region.Left; x < region.Right; x++)
            {
                var (labeled, predicted) = (labels[x, y], prediction[x, y]);
                if (labeled != voidId && predicted != voidId && labeled != predicted)
                {
                    pairs[(labeled, predicted)] = pairs.GetValueOrDefault((labeled, predicted)) + 1;
                }
            }
        }

        var strongest = pairs.MaxBy(pair => (pair.Value, -pair.Key.Labeled, -pair.Key.Predicted)).Key;
        return new LabelDisagreement(share, region, strongest.Labeled, strongest.Predicted);
    }
}
