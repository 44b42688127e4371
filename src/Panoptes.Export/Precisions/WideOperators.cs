using Panoptes.Export.Onnx;

namespace Panoptes.Export.Precisions;

/// <summary>
/// Which operators of a graph stay in 32 bits: those that lose too much by their kind, and where a rounding is more than a rounding: from
/// the input to its first products, and from the last products to an output, to a comparison or choice, and to places to read at.
/// </summary>
internal sealed class WideOperators
{
    private static readonly HashSet<string> Kinds =
    [
        "GridSample", "Resize", "CumSum", "Range", "RoiAlign", "NonMaxSuppression", "ReduceL1", "ReduceL2", "ReduceLogSumExp", "ReduceMean",
        "ReduceSum", "BatchNormalization", "InstanceNormalization", "LayerNormalization", "GlobalAveragePool", "Softmax", "LogSoftmax",
        "Div", "Reciprocal", "Pow", "Exp", "Log", "Sin", "Cos", "TopK", "ArgMax", "ArgMin",
    ];

    private static readonly HashSet<string> Products = ["Conv", "ConvTranspose", "Gemm", "MatMul", "Einsum"];

    private static readonly HashSet<string> Decisions =
    [
        "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "ArgMax", "ArgMin", "TopK", "NonMaxSuppression", "Floor", "Ceil",
        "Round",
    ];

    private readonly OnnxGraph graph;
    private readonly Dictionary<string, OnnxNode> producers = [];
    private readonly HashSet<string> constants;
    private readonly HashSet<OnnxNode> wide = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> seen = [];

    private WideOperators(OnnxGraph graph)
    {
        this.graph = graph;
        constants = [.. graph.Tensors.Select(tensor => tensor.Name)];
        foreach (var node in graph.Nodes)
        {
            if (node.Inputs.All(input => input.Length == 0 || constants.Contains(input)))
            {
                constants.UnionWith(node.Outputs);
            }

            foreach (var output in node.Outputs)
            {
                producers.Add(output, node);
            }
        }
    }

    /// <summary>Them.</summary>
    public static IReadOnlySet<OnnxNode> Of(OnnxGraph graph)
    {
        var work = new WideOperators(graph);
        work.FromInputs();
        foreach (var node in graph.Nodes)
        {
            work.Choose(node);
        }

        foreach (var output in graph.Outputs)
        {
            work.Behind(output.Name);
        }

        return work.wide;
    }

    private void FromInputs()
    {
        var raw = graph.Inputs.Select(input => input.Name).ToHashSet();
        foreach (var node in graph.Nodes.Where(node => node.Inputs.Any(raw.Contains)))
        {
            Keep(node);
            raw.UnionWith(Products.Contains(node.Operator) ? [] : node.Outputs.Where(IsReal));
        }
    }

    private void Choose(OnnxNode node)
    {
        // Sums of products of two computed values grow long.
        if (Kinds.Contains(node.Operator) || (Products.Contains(node.Operator) && !node.Inputs.Any(constants.Contains)))
        {
            Keep(node);
        }

        var decides = Decisions.Contains(node.Operator) ? node.Inputs : node.Operator is "GridSample" or "RoiAlign" ? [node.Inputs[1]] : [];
        foreach (var input in decides)
        {
            Behind(input);
        }
    }

    // All that a value is made of, up to products, which are part of it.
    private void Behind(string value)
    {
        var open = new Stack<string>([value]);
        while (open.TryPop(out var name))
        {
            if (IsReal(name) && producers.TryGetValue(name, out var node) && seen.Add(name))
            {
                Keep(node);
                foreach (var input in Products.Contains(node.Operator) ? [] : node.Inputs)
                {
                    open.Push(input);
                }
            }
        }
    }

    // Constants that are computed for it, such as weights that are turned around, are not rounded either.
    private void Keep(OnnxNode node)
    {
        if (wide.Add(node))
        {
            foreach (var input in node.Inputs.Where(input => constants.Contains(input)))
            {
                Behind(input);
            }
        }
    }

    private bool IsReal(string name) => name.Length > 0 && graph.Elements[name] == OnnxElement.Float;
}
