namespace Panoptes.Diagnosis.Edges;

/// <summary>
/// The points of a label map where one region ends and the next begins: the middles of the pixel edges between different labels, in
/// pixel-corner coordinates. Edges beside void are left out, since nothing is said there. Vertical edges first, then horizontal ones, each
/// in raster order.
/// </summary>
public sealed class BoundaryPoints
{
    private readonly float[] x;
    private readonly float[] y;

    private BoundaryPoints(int width, int height, float[] x, float[] y) => (Width, Height, this.x, this.y) = (width, height, x, y);

    /// <summary>Width of the label map in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the label map in pixels.</summary>
    public int Height { get; }

    /// <summary>How many points there are.</summary>
    public int Count => x.Length;

    /// <summary>Where each point lies across.</summary>
    public ReadOnlySpan<float> X => x;

    /// <summary>Where each point lies down.</summary>
    public ReadOnlySpan<float> Y => y;

    /// <summary>The points of a label map, evenly thinned.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="most">How many points are kept, in even steps through all of them.</param>
    /// <param name="keep">Which edges count, by the labels' pixels on both sides; all of them where null.</param>
    public static BoundaryPoints Of(LabelMap labels, int most = int.MaxValue, Func<int, int, bool>? keep = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var (width, height) = (labels.Width, labels.Height);
        var (x, y) = (new List<float>(), new List<float>());
        var regions = labels.Regions.Pixels;
        for (var row = 0; row < height; row++)
        {
            for (var i = row * width; i < (row * width) + width - 1; i++)
            {
                if (regions[i] != regions[i + 1] && IsEdge(i, i + 1))
                {
                    x.Add(i - (row * width) + 1);
                    y.Add(row + 0.5f);
                }
            }
        }

        for (var row = 0; row < height - 1; row++)
        {
            for (var i = row * width; i < (row * width) + width; i++)
            {
                if (regions[i] != regions[i + width] && IsEdge(i, i + width))
                {
                    x.Add(i - (row * width) + 0.5f);
                    y.Add(row + 1);
                }
            }
        }

        return new BoundaryPoints(width, height, Thin(x, most), Thin(y, most));

        bool IsEdge(int here, int there) =>
            regions[here] != LabelMap.Void && regions[there] != LabelMap.Void && (keep is null || keep(here, there));
    }

    private static float[] Thin(List<float> all, int most)
    {
        var kept = new float[Math.Min(most, all.Count)];
        for (var k = 0; k < kept.Length; k++)
        {
            kept[k] = all[(int)((long)k * all.Count / kept.Length)];
        }

        return kept;
    }
}
