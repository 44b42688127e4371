using System.Runtime.InteropServices;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Precisions;

/// <summary>
/// A graph whose batch norms that follow a convolution are part of its weights: one rounding instead of five, of which that of a variance
/// near zero is a large one.
/// </summary>
internal sealed class FoldedNorms
{
    private readonly OnnxGraph graph;
    private readonly Dictionary<string, OnnxTensor> given;
    private readonly Dictionary<string, int> uses = [];
    private readonly Dictionary<string, IReadOnlyList<string>> norms = [];
    private readonly Dictionary<string, OnnxTensor> folded = [];
    private readonly Dictionary<string, OnnxElement> elements;

    private FoldedNorms(OnnxGraph graph)
    {
        this.graph = graph;
        given = graph.Tensors.ToDictionary(tensor => tensor.Name);
        elements = graph.Elements.ToDictionary(entry => entry.Key, entry => entry.Value);
        foreach (var name in graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Outputs.Select(output => output.Name)))
        {
            uses[name] = uses.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>The graph with its norms folded; its weights are new tensors, named after those that they are made of.</summary>
    public static OnnxGraph In(OnnxGraph graph) => new FoldedNorms(graph).Run();

    private OnnxGraph Run()
    {
        var nodes = graph.Nodes.ToList();
        var convolutions = Enumerable.Range(0, nodes.Count).Where(k => nodes[k].Operator == "Conv").ToDictionary(k => nodes[k].Outputs[0]);
        var gone = new HashSet<int>();
        for (var k = 0; k < nodes.Count; k++)
        {
            if (nodes[k].Operator == "BatchNormalization" && convolutions.TryGetValue(nodes[k].Inputs[0], out var place)
                && IsFoldable(nodes[place], nodes[k]))
            {
                gone.Add(place);
                nodes[k] = nodes[place] with
                {
                    Inputs = [nodes[place].Inputs[0], .. Folded(nodes[place], nodes[k])],
                    Outputs = nodes[k].Outputs,
                };
            }
        }

        nodes = [.. nodes.Where((_, k) => !gone.Contains(k))];
        var used = nodes.SelectMany(node => node.Inputs).ToHashSet();
        return graph with
        {
            Nodes = nodes,
            Tensors = [.. graph.Tensors.Concat(folded.Values).Where(tensor => used.Contains(tensor.Name))],
            Elements = elements,
        };
    }

    // Weights that several convolutions share are folded once, where one norm follows them all.
    private bool IsFoldable(OnnxNode convolution, OnnxNode norm)
    {
        string[] parameters = [.. convolution.Inputs.Skip(1), .. norm.Inputs.Skip(1)];
        return uses[convolution.Outputs[0]] == 1
            && parameters.All(name => given.TryGetValue(name, out var tensor) && tensor.Element == OnnxElement.Float)
            && (!norms.TryGetValue(convolution.Inputs[1], out var other) || other.SequenceEqual(parameters));
    }

    // y = scale (w x + b - mean) / sqrt(variance + epsilon) + shift
    private string[] Folded(OnnxNode convolution, OnnxNode norm)
    {
        var weight = given[convolution.Inputs[1]];
        string[] names = [$"{weight.Name}_folded", $"{weight.Name}_folded_bias"];
        if (!norms.TryAdd(weight.Name, [.. convolution.Inputs.Skip(1), .. norm.Inputs.Skip(1)]))
        {
            return names;
        }

        var epsilon = (float)norm.Attributes.First(attribute => attribute.Name == "epsilon").Value;
        var (scale, shift, mean, variance) = (
            Numbers(norm.Inputs[1]), Numbers(norm.Inputs[2]), Numbers(norm.Inputs[3]), Numbers(norm.Inputs[4]));
        var bias = convolution.Inputs.Count > 2 ? Numbers(convolution.Inputs[2]) : new float[scale.Length];
        var values = Numbers(weight.Name);
        var (channels, size) = (scale.Length, values.Length / scale.Length);
        for (var k = 0; k < channels; k++)
        {
            var factor = scale[k] / Math.Sqrt((double)variance[k] + epsilon);
            bias[k] = (float)(((bias[k] - (double)mean[k]) * factor) + shift[k]);
            for (var i = k * size; i < (k + 1) * size; i++)
            {
                values[i] = (float)(values[i] * factor);
            }
        }

        Add(names[0], weight.Shape, values);
        Add(names[1], [channels], bias);
        return names;
    }

    private float[] Numbers(string name) => MemoryMarshal.Cast<byte, float>(given[name].Elements.Span).ToArray();

    private void Add(string name, IReadOnlyList<long> shape, float[] values)
    {
        elements[name] = OnnxElement.Float;
        folded.Add(name, new OnnxTensor(name, OnnxElement.Float, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
    }
}
