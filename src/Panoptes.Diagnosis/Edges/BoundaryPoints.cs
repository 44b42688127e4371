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
    public static BoundaryPoints Of(LabelMap labels, int most = int.MaxValue) => Of(labels, Edges(labels), most);

    /// <summary>The points of some of a label map's edges, evenly thinned.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="edges">Edges of <see cref="Edges"/>, in its order.</param>
    /// <param name="most">How many points are kept, in even steps through all of them.</param>
    internal static BoundaryPoints Of(LabelMap labels, List<(int Here, int There)> edges, int most)
    {
        var width = labels.Width;
        var count = Math.Min(most, edges.Count);
        var (x, y) = (new float[count], new float[count]);
        for (var k = 0; k < count; k++)
        {
            var (here, there) = edges[(int)((long)k * edges.Count / count)];
            var (column, row) = (here % width, here / width);
            // Of a map of one column the pixel below is the next one, too.
            (x[k], y[k]) = there - here == width ? (column + 0.5f, row + 1f) : (column + 1f, row + 0.5f);
        }

        return new BoundaryPoints(width, labels.Height, x, y);
    }

    /// <summary>
    /// All edges of a label map, by the pixels to the left and right, or above and below: first those between columns, then those between
    /// rows.
    /// </summary>
    /// <param name="labels">The labels.</param>
    internal static List<(int Here, int There)> Edges(LabelMap labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var (width, height) = (labels.Width, labels.Height);
        var edges = new List<(int, int)>();
        var regions = labels.Regions.Pixels;
        for (var row = 0; row < height; row++)
        {
            for (var i = row * width; i < (row * width) + width - 1; i++)
            {
                AddEdge(i, i + 1);
            }
        }

        for (var i = 0; i < (height - 1) * width; i++)
        {
            AddEdge(i, i + width);
        }

        return edges;

        void AddEdge(int here, int there)
        {
            if (regions[here] != regions[there] && regions[here] != LabelMap.Void && regions[there] != LabelMap.Void)
            {
                edges.Add((here, there));
            }
        }
    }
}
