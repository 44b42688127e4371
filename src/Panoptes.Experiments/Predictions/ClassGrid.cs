using System.Globalization;
using System.Text;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Experiments.Predictions;

/// <summary>The classes of an image over a coarse grid, for pages that name what is pointed at.</summary>
/// <param name="Width">Cells in a row.</param>
/// <param name="Cells">Train ids, row by row; negative where there is no class.</param>
public sealed record ClassGrid(int Width, IReadOnlyList<int> Cells)
{
    private const int MostAcross = 96;
    private const int None = -1;

    /// <summary>The classes that are in it, ascending.</summary>
    public IReadOnlyList<int> Classes => [.. Cells.Where(known => known >= 0).Distinct().Order()];

    /// <summary>The grid as text: its width, then a class and how many cells in a row have it, and so on.</summary>
    public string Runs
    {
        get
        {
            var text = new StringBuilder(Width.ToString(CultureInfo.InvariantCulture));
            for (var start = 0; start < Cells.Count;)
            {
                var end = start;
                while (end < Cells.Count && Cells[end] == Cells[start])
                {
                    end++;
                }

                text.Append(CultureInfo.InvariantCulture, $" {Cells[start]} {end - start}");
                start = end;
            }

            return text.ToString();
        }
    }

    /// <summary>The grid of a label map.</summary>
    public static ClassGrid Of(Plane<ushort> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Of(labels.Width, labels.Height, (x, y) => labels[x, y] == ushort.MaxValue ? None : labels[x, y]);
    }

    /// <summary>The grid of segments.</summary>
    public static ClassGrid Of(PanopticPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        var classes = prediction.Segments.ToDictionary(segment => segment.Id, segment => segment.Class);
        return Of(prediction.Ids.Width, prediction.Ids.Height, (x, y) => classes.GetValueOrDefault(prediction.Ids[x, y], None));
    }

    /// <summary>The grid of objects, the surest in front.</summary>
    /// <param name="prediction">The objects.</param>
    /// <param name="leastScore">Objects with a smaller score are left out.</param>
    public static ClassGrid Of(InstancePrediction prediction, double leastScore)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return Of(prediction.ClassMap(leastScore));
    }

    // The class in the middle of every cell.
    private static ClassGrid Of(int width, int height, Func<int, int, int> classAt)
    {
        var across = Math.Min(MostAcross, width);
        var down = Math.Max(1, (int)Math.Round((double)across * height / width));
        var cells = new int[across * down];
        for (var i = 0; i < cells.Length; i++)
        {
            var (column, row) = (i % across, i / across);
            cells[i] = classAt(((2 * column) + 1) * width / (2 * across), ((2 * row) + 1) * height / (2 * down));
        }

        return new ClassGrid(across, cells);
    }
}
