using Panoptes.Export.Onnx;
using Panoptes.Foundation;
using Panoptes.Tensors.Recording;

namespace Panoptes.Export.Graphs;

/// <summary>One recorded call, as the rule that turns it into nodes sees it.</summary>
/// <param name="Graph">Takes the nodes.</param>
/// <param name="Values">Names what was recorded.</param>
/// <param name="Seen">The call in every recording.</param>
internal sealed record Call(GraphBuilder Graph, ValueNames Values, IReadOnlyList<RecordedCall> Seen)
{
    private const long FarEnd = long.MaxValue;

    public RecordedCall First => Seen[0];

    public OnnxElement Result => OnnxElements.Of(First.Results[0].DType);

    public bool Has(string name) => First.Arguments.GetValueOrDefault(name) is not null;

    public RecordedTensor Recorded(string name) => (RecordedTensor)First.Arguments[name]!;

    public OnnxElement Element(string name) => OnnxElements.Of(Recorded(name).DType);

    public int Rank(string name) => Recorded(name).Shape.Count;

    /// <summary>A tensor's name in the graph.</summary>
    public string Tensor(string name) => Values.Of([.. Seen.Select(call => (RecordedTensor)call.Arguments[name]!)], this);

    /// <summary>A tensor's name in the graph, with its elements of another type.</summary>
    public string TensorAs(string name, OnnxElement element) => Graph.Cast(Tensor(name), element);

    /// <summary>The names of a list's tensors.</summary>
    public string[] Tensors(string name) =>
    [
        .. Enumerable.Range(0, ((RecordedTensor?[])First.Arguments[name]!).Length)
            .Select(k => Values.Of([.. Seen.Select(call => ((RecordedTensor?[])call.Arguments[name]!)[k]!)], this)),
    ];

    /// <summary>A number that all recordings agree about.</summary>
    public double Number(string name, double usual = 0)
    {
        var values = Seen.Select(call => call.Arguments.GetValueOrDefault(name) switch
        {
            null => usual,
            long integer => integer,
            bool flag => flag ? 1 : 0,
            var other => (double)other,
        }).ToList();
        return values.TrueForAll(value => value.Equals(values[0])) ? values[0] : throw Free(name);
    }

    /// <summary>A number without dimensions; a whole one that changes with the input's size is sought among the sizes.</summary>
    public string Scalar(string name, OnnxElement element)
    {
        double[] values =
            [.. Seen.Select(call => Convert.ToDouble(call.Arguments[name], System.Globalization.CultureInfo.InvariantCulture))];
        if (Array.TrueForAll(values, value => value.Equals(values[0])))
        {
            return Graph.Scalar(values[0], element);
        }

        // Also a size with a little more, which keeps a divisor from being 0.
        var more = values[0] - Math.Round(values[0]);
        if (!Array.TrueForAll(values, value => Math.Abs(value - Math.Round(value) - more) < 1e-9))
        {
            throw Free(name);
        }

        var size = Vector([new Size([.. values.Select(value => (long)Math.Round(value))])]);
        var number = Graph.Cast(Graph.Add("Squeeze", OnnxElement.Int64, [size, Graph.Integers(0)]), element);
        return more == 0 ? number : Graph.Add("Add", element, [number, Graph.Scalar(more, element)]);
    }

    /// <summary>An integer that all recordings agree about.</summary>
    public long Integer(string name, long usual = 0) => (long)Number(name, usual);

    public bool Flag(string name, bool usual = false) => Number(name, usual ? 1 : 0) != 0;

    public string? Text(string name) => (string?)First.Arguments.GetValueOrDefault(name);

    /// <summary>Integers that all recordings agree about.</summary>
    public long[] Integers(string name, params long[] usual)
    {
        var sizes = Sizes(name);
        return sizes is null || sizes.Count == 0 ? usual
            : sizes.Any(size => size.IsFree) ? throw Free(name) : [.. sizes.Select(size => size.Value)];
    }

    /// <summary>Two integers that all recordings agree about; one stands for both.</summary>
    public long[] Pair(string name, long usual)
    {
        var values = Integers(name, usual);
        return values.Length == 1 ? [values[0], values[0]] : values;
    }

    /// <summary>Integers that may follow from the inputs' sizes; null where they were left out.</summary>
    public IReadOnlyList<Size>? Sizes(string name) => First.Arguments.GetValueOrDefault(name) switch
    {
        null => null,
        long => [new Size([.. Seen.Select(call => (long)call.Arguments[name]!)])],
        long[] list =>
            [.. Enumerable.Range(0, list.Length).Select(k => new Size([.. Seen.Select(call => ((long[])call.Arguments[name]!)[k])]))],
        var other => throw new InvalidOperationException($"{First.Operator}'s {name} is a {other.GetType().Name}"),
    };

    /// <summary>An integer that may follow from the inputs' sizes.</summary>
    public Size Size(string name, long usual = 0) => Sizes(name) is [var size, ..] ? size : Graphs.Size.Fixed(usual);

    /// <summary>The sizes of an argument.</summary>
    public IReadOnlyList<Size> Shape(string name) => ValueNames.ShapeOf([.. Seen.Select(call => (RecordedTensor)call.Arguments[name]!)]);

    /// <summary>The sizes of a result.</summary>
    public IReadOnlyList<Size> ResultShape(int place = 0) => ValueNames.ShapeOf([.. Seen.Select(call => call.Results[place])]);

    /// <summary>An axis of an argument, counted from the first.</summary>
    public int Axis(string tensor, string name, long usual = 0)
    {
        var axis = Integer(name, usual);
        return (int)(axis < 0 ? axis + Rank(tensor) : axis);
    }

    /// <summary>Sizes as a vector of the graph.</summary>
    public string Vector(IReadOnlyList<Size> sizes)
    {
        if (sizes.All(size => !size.IsFree))
        {
            return Graph.Integers([.. sizes.Select(size => size.Value)]);
        }

        string[] parts = [.. sizes.Select(size => Values.Sizes.Find(size) ?? throw Refused(
            $"the number {string.Join(" or ", size.Seen)}, which follows from the input's size in a way that no value of the graph "
                + "tells"))];
        return Graph.Add("Concat", OnnxElement.Int64, parts, ("axis", 0L));
    }

    /// <summary>A value as other sizes: as few of them as can be are computed.</summary>
    public string Reshape(string value, IReadOnlyList<Size> from, IReadOnlyList<Size> to)
    {
        var element = Graph.ElementOf(value);
        if (from.SequenceEqual(to))
        {
            return value;
        }

        Size[] sizes = [.. to.Select((size, k) => size.IsFree && k < from.Count && size.Equals(from[k]) ? Graphs.Size.Fixed(0) : size)];
        var open = Enumerable.Range(0, sizes.Length).Where(k => sizes[k].IsFree).ToList();
        var isEmpty = to.Any(size => !size.IsFree && size.Value == 0);
        if (open.Count >= 1)
        {
            sizes[open[^1]] = Graphs.Size.Fixed(-1);
        }

        return Graph.Add("Reshape", element, [value, Vector(sizes)], ("allowzero", isEmpty ? 1L : 0L));
    }

    /// <summary>One operator whose result is the call's.</summary>
    public string Node(string op, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes) =>
        Graph.Add(op, Result, inputs, attributes);

    /// <summary>Part of a value along one axis.</summary>
    public string Slice(string value, int axis, Size start, Size length, long step = 1)
    {
        var begin = Vector([start]);
        var end = start is { IsFree: false, Value: 0 } ? Vector([length])
            : !start.IsFree && !length.IsFree ? Graph.Integers(start.Value + length.Value)
            : Graph.Add("Add", OnnxElement.Int64, [begin, Vector([length])]);
        return Graph.Add("Slice", Graph.ElementOf(value), [value, begin, end, Graph.Integers(axis), Graph.Integers(step)]);
    }

    /// <summary>A value from an index on, or up to one, along an axis; negative indices count from the end.</summary>
    public string Range(string value, int axis, long start, long? end) => Graph.Add(
        "Slice", Graph.ElementOf(value), [value, Graph.Integers(start), Graph.Integers(end ?? FarEnd), Graph.Integers(axis)]);

    /// <summary>The error where this call has no place in a graph.</summary>
    public InputException Refused(string found) => new(
        $"the operator {First.Operator} of the model", found, "what ONNX's operators can say",
        "export with fixed sizes (without --dynamic), or another model");

    private InputException Free(string name) => Refused($"its argument '{name}' changes with the input's size");
}
