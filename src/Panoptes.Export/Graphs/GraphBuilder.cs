using System.Runtime.InteropServices;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Graphs;

/// <summary>Gathers nodes and constants; every value has a name and a known element type.</summary>
internal sealed class GraphBuilder
{
    private const int LargestShared = 256;
    private readonly List<OnnxNode> nodes = [];
    private readonly List<OnnxTensor> tensors = [];
    private readonly Dictionary<string, OnnxElement> elements = [];
    private readonly Dictionary<(OnnxElement, string, string), string> shared = [];
    private int next;

    public IReadOnlyList<OnnxNode> Nodes => nodes;

    public IReadOnlyList<OnnxTensor> Tensors => tensors;

    public IReadOnlyDictionary<string, OnnxElement> Elements => elements;

    public OnnxElement ElementOf(string name) => elements[name];

    /// <summary>Declares an input.</summary>
    public void Declare(string name, OnnxElement element) => elements.Add(name, element);

    /// <summary>Adds an operator with one result, and gives its name.</summary>
    public string Add(string op, OnnxElement element, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes) =>
        AddMany(op, [element], inputs, attributes)[0];

    /// <summary>Adds an operator, and gives its results' names.</summary>
    public string[] AddMany(
        string op, IReadOnlyList<OnnxElement> results, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes)
    {
        string[] outputs = [.. results.Select(element => Named($"v{next++}", element))];
        nodes.Add(new OnnxNode(op, inputs, outputs, attributes));
        return outputs;
    }

    /// <summary>Gives a value a name of its own, as an output needs one.</summary>
    public void AddNamed(string input, string output)
    {
        elements.Add(output, elements[input]);
        nodes.Add(new OnnxNode("Identity", [input], [output], []));
    }

    /// <summary>A tensor under a name of its own.</summary>
    public string AddTensor(string name, OnnxElement element, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes)
    {
        tensors.Add(new OnnxTensor(name, element, shape, bytes));
        return Named(name, element);
    }

    /// <summary>A constant; small ones that are equal are one.</summary>
    public string Constant(OnnxElement element, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > LargestShared)
        {
            return AddTensor($"constant_{next++}", element, shape, bytes);
        }

        var key = (element, string.Join(',', shape), Convert.ToBase64String(bytes.Span));
        return shared.TryGetValue(key, out var known)
            ? known
            : shared[key] = AddTensor($"constant_{next++}", element, shape, bytes);
    }

    /// <summary>A vector of integers.</summary>
    public string Integers(params ReadOnlySpan<long> values) =>
        Constant(OnnxElement.Int64, [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>An integer without dimensions.</summary>
    public string Integer(long value) => Constant(OnnxElement.Int64, [], BitConverter.GetBytes(value));

    /// <summary>A vector of numbers.</summary>
    public string Numbers(params ReadOnlySpan<float> values) =>
        Constant(OnnxElement.Float, [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A number without dimensions, of any type.</summary>
    public string Scalar(double value, OnnxElement element) => Constant(element, [], element switch
    {
        OnnxElement.Float => BitConverter.GetBytes((float)value),
        OnnxElement.Double => BitConverter.GetBytes(value),
        OnnxElement.Float16 => BitConverter.GetBytes((Half)value),
        OnnxElement.Int64 => BitConverter.GetBytes((long)value),
        OnnxElement.Int32 => BitConverter.GetBytes((int)value),
        OnnxElement.Bool => [(byte)(value != 0 ? 1 : 0)],
        OnnxElement.UInt8 => [(byte)value],
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, "no numbers of this type are written"),
    });

    /// <summary>A value as another element type.</summary>
    public string Cast(string name, OnnxElement element) =>
        elements[name] == element ? name : Add("Cast", element, [name], ("to", (long)element));

    private string Named(string name, OnnxElement element)
    {
        elements.Add(name, element);
        return name;
    }
}
