namespace Panoptes.Export.Graphs;

/// <summary>
/// How free sizes are found in the graph: each is, in every recording alike, a size of a value that is computed by then, a product of two
/// of them, or a multiple or whole fraction of one.
/// </summary>
internal sealed class SizeTable(GraphBuilder graph)
{
    private readonly Dictionary<Size, (string Value, int[] Axes)> places = [];
    private readonly Dictionary<Size, string> made = [];

    /// <summary>Tells of a value that exists from now on.</summary>
    public void Add(string name, IReadOnlyList<Size> shape)
    {
        for (var a = 0; a < shape.Count; a++)
        {
            if (shape[a].IsFree)
            {
                places.TryAdd(shape[a], (name, [a]));
            }
        }

        for (var a = 0; a < shape.Count; a++)
        {
            for (var b = a + 1; b < shape.Count; b++)
            {
                if (shape[a].IsFree || shape[b].IsFree)
                {
                    places.TryAdd(new Size([.. Enumerable.Range(0, Count(shape)).Select(k => At(shape[a], k) * At(shape[b], k))]),
                        (name, [a, b]));
                }
            }
        }
    }

    /// <summary>Tells of a size that was computed, as a vector of one integer.</summary>
    public void Put(Size size, string name)
    {
        if (size.IsFree)
        {
            made.TryAdd(size, name);
        }
    }

    /// <summary>A size as a vector of one integer; null where no value tells it.</summary>
    public string? Find(Size size)
    {
        if (!size.IsFree)
        {
            return graph.Integers(size.Value);
        }

        if (made.TryGetValue(size, out var known))
        {
            return known;
        }

        return Make(size) is { } found ? made[size] = found : null;
    }

    private static int Count(IReadOnlyList<Size> shape) => shape.Max(size => size.Seen.Count);

    private static long At(Size size, int recording) => size.IsFree ? size.Seen[recording] : size.Value;

    private string? Make(Size size)
    {
        if (places.TryGetValue(size, out var place))
        {
            return Product(place);
        }

        foreach (var (other, where) in places)
        {
            if (size.Value % other.Value == 0 && size.Value / other.Value is var times && size.Seen.Zip(
                other.Seen).All(pair => pair.First == pair.Second * times))
            {
                return graph.Add("Mul", Onnx.OnnxElement.Int64, [Product(where), graph.Integers(times)]);
            }
        }

        foreach (var (other, where) in places)
        {
            if (size.Value != 0 && other.Value % size.Value == 0 && other.Value / size.Value is var parts && size.Seen.Zip(
                other.Seen).All(pair => pair.Second == pair.First * parts))
            {
                return graph.Add("Div", Onnx.OnnxElement.Int64, [Product(where), graph.Integers(parts)]);
            }
        }

        return null;
    }

    private string Product((string Value, int[] Axes) place)
    {
        var shape = graph.Add("Shape", Onnx.OnnxElement.Int64, [place.Value]);
        string[] each =
        [
            .. place.Axes.Select(axis =>
                graph.Add("Gather", Onnx.OnnxElement.Int64, [shape, graph.Integers(axis)], ("axis", 0L))),
        ];
        return each.Length == 1 ? each[0] : graph.Add("Mul", Onnx.OnnxElement.Int64, each);
    }
}
