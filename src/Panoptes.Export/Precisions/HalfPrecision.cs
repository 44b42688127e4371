using System.Runtime.InteropServices;
using Panoptes.Export.Onnx;

namespace Panoptes.Export.Precisions;

/// <summary>
/// A graph whose weights and values are 16-bit numbers. Inputs and outputs stay 32-bit, and so do operators that lose too much in 16 bits
/// (<see cref="WideOperators"/>): casts lie around them. Norms behind convolutions are part of those (<see cref="FoldedNorms"/>).
/// </summary>
internal static class HalfPrecision
{
    private const float Largest = 65504;

    /// <summary>The graph in 16 bits.</summary>
    public static OnnxGraph Of(OnnxGraph graph)
    {
        var work = new Work(FoldedNorms.In(graph));
        work.Run();
        return work.Result();
    }

    /// <summary>32-bit numbers as 16-bit ones; what is too large becomes the largest there is, infinities stay.</summary>
    internal static byte[] Halved(ReadOnlySpan<byte> numbers)
    {
        var values = MemoryMarshal.Cast<byte, float>(numbers);
        var halves = new Half[values.Length];
        for (var k = 0; k < halves.Length; k++)
        {
            halves[k] = (Half)(float.IsFinite(values[k]) ? Math.Clamp(values[k], -Largest, Largest) : values[k]);
        }

        return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
    }

    private sealed class Work(OnnxGraph graph)
    {
        private readonly Dictionary<string, OnnxTensor> given = graph.Tensors.ToDictionary(tensor => tensor.Name);
        private readonly Dictionary<string, OnnxElement> elements = graph.Elements.ToDictionary(entry => entry.Key, entry => entry.Value);
        private readonly Dictionary<(string, OnnxElement), string> cast = [];
        private readonly Dictionary<string, OnnxTensor> tensors = [];
        private readonly List<OnnxNode> nodes = [];

        public void Run()
        {
            var wide = WideOperators.Of(graph);
            foreach (var node in graph.Nodes)
            {
                var isKept = wide.Contains(node);
                var element = isKept ? OnnxElement.Float : OnnxElement.Float16;
                string[] inputs = [.. node.Inputs.Select(input => As(input, element))];
                var attributes = !isKept && node.Operator == "Cast"
                    ? [.. node.Attributes.Select(each =>
                        each is ("to", (long)OnnxElement.Float) ? ("to", (long)OnnxElement.Float16) : each)]
                    : node.Attributes;
                nodes.Add(node with { Inputs = inputs, Attributes = attributes });
                foreach (var output in node.Outputs.Where(output => !isKept && elements[output] == OnnxElement.Float))
                {
                    elements[output] = OnnxElement.Float16;
                }
            }
        }

        public OnnxGraph Result() => graph with { Nodes = nodes, Tensors = [.. tensors.Values], Elements = elements };

        // A value of real numbers as an operator takes it.
        private string As(string name, OnnxElement element)
        {
            if (name.Length == 0)
            {
                return name;
            }

            if (given.TryGetValue(name, out var tensor))
            {
                return Constant(tensor, element);
            }

            var own = elements[name];
            if (own == element || own is not (OnnxElement.Float or OnnxElement.Float16))
            {
                return name;
            }

            if (!cast.TryGetValue((name, element), out var known))
            {
                known = $"{name}_{element.ToString().ToLowerInvariant()}";
                nodes.Add(new OnnxNode("Cast", [name], [known], [("to", (long)element)]));
                elements[known] = element;
                cast.Add((name, element), known);
            }

            return known;
        }

        private string Constant(OnnxTensor tensor, OnnxElement element)
        {
            var isHalved = tensor.Element == OnnxElement.Float && element == OnnxElement.Float16;
            var other = tensors.GetValueOrDefault(tensor.Name);
            var wanted = isHalved ? OnnxElement.Float16 : tensor.Element;
            var name = other is null || other.Element == wanted ? tensor.Name : $"{tensor.Name}_{wanted.ToString().ToLowerInvariant()}";
            if (tensors.TryAdd(name, tensor with
            {
                Name = name,
                Element = wanted,
                Elements = isHalved ? Halved(tensor.Elements.Span) : tensor.Elements,
            }))
            {
                elements[name] = wanted;
            }

            return name;
        }
    }
}
