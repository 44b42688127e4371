using Panoptes.Export.Onnx;
using Panoptes.Export.Recordings;
using Panoptes.Foundation;
using Panoptes.Tensors.Recording;

namespace Panoptes.Export.Graphs;

/// <summary>Makes a graph of one recorded pass, or of several at other sizes, whose differences become sizes of the graph.</summary>
internal sealed class GraphExport
{
    private readonly IReadOnlyList<RecordedPass> passes;
    private readonly Func<string, Func<Call, string[]>?> rules;
    private readonly Dictionary<RecordedCall, int> places = new(ReferenceEqualityComparer.Instance);
    private readonly GraphBuilder graph = new();
    private readonly ValueNames values;

    private GraphExport(IReadOnlyList<RecordedPass> passes, Func<string, byte[]> elementsOf, Func<string, Func<Call, string[]>?> rules)
    {
        (this.passes, this.rules) = (passes, rules);
        values = new ValueNames(graph, elementsOf);
        for (var k = 0; k < passes[0].Calls.Count; k++)
        {
            places.Add(passes[0].Calls[k], k);
        }
    }

    /// <summary>Makes it.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="passes">The same pass, at one or several sizes.</param>
    /// <param name="elementsOf">Elements of a parameter by its name, row-major.</param>
    /// <param name="rules">The rule of an operator, or null.</param>
    /// <exception cref="InputException">An operator is not known, or depends on sizes in a way that cannot be told.</exception>
    public static OnnxGraph Build(
        string name, IReadOnlyList<RecordedPass> passes, Func<string, byte[]> elementsOf, Func<string, Func<Call, string[]>?> rules)
    {
        RequireAlike(passes);
        return new GraphExport(passes, elementsOf, rules).Build(name);
    }

    private static void RequireAlike(IReadOnlyList<RecordedPass> passes)
    {
        var first = passes[0].Calls;
        foreach (var calls in passes.Skip(1).Select(pass => pass.Calls))
        {
            for (var k = 0; k < Math.Max(first.Count, calls.Count); k++)
            {
                var (here, there) = (first.ElementAtOrDefault(k)?.Operator, calls.ElementAtOrDefault(k)?.Operator);
                if (here != there)
                {
                    throw new InputException(
                        "--dynamic", $"other operators at another size ({here ?? "none"} and {there ?? "none"}, call {k})",
                        "a model that computes alike at every size", "leave 'size' out of --dynamic, or 'batch' where it is at fault");
                }
            }
        }
    }

    private OnnxGraph Build(string name)
    {
        List<OnnxValue> inputs = [];
        foreach (var (input, tensors) in Named(pass => pass.Inputs))
        {
            graph.Declare(input, OnnxElements.Of(tensors[0].DType));
            values.Set(tensors, input);
            inputs.Add(Described(input, tensors));
        }

        var needed = Needed();
        for (var k = 0; k < passes[0].Calls.Count; k++)
        {
            if (needed[k])
            {
                Add(k);
            }
        }

        List<OnnxValue> outputs = [];
        foreach (var (output, tensors) in Named(pass => pass.Outputs))
        {
            graph.AddNamed(values.Of(tensors), output);
            outputs.Add(Described(output, tensors));
        }

        return new OnnxGraph(name, graph.Nodes, graph.Tensors, inputs, outputs, graph.Elements);
    }

    private IEnumerable<(string Name, IReadOnlyList<RecordedTensor> Tensors)> Named(
        Func<RecordedPass, IReadOnlyList<(string Name, RecordedTensor Tensor)>> part) =>
        part(passes[0]).Select((entry, k) =>
            (entry.Name, (IReadOnlyList<RecordedTensor>)[.. passes.Select(pass => part(pass)[k].Tensor)]));

    private static OnnxValue Described(string name, IReadOnlyList<RecordedTensor> tensors)
    {
        string[] axes = ["batch", "", "height", "width"];
        var shape = ValueNames.ShapeOf(tensors);
        return new OnnxValue(name, OnnxElements.Of(tensors[0].DType), [.. shape.Select((size, axis) => new OnnxSize(
            size.Value, !size.IsFree ? null : name == RecordedPass.Images || axis == 0 ? axes[axis] : $"{name}_{axis}"))]);
    }

    // The calls that outputs follow from, without those of constants.
    private bool[] Needed()
    {
        var needed = new bool[passes[0].Calls.Count];
        var open = new Stack<IReadOnlyList<RecordedTensor>>(Named(pass => pass.Outputs).Select(entry => entry.Tensors));
        while (open.TryPop(out var tensors))
        {
            if (tensors[0].Producer is not { } producer || ValueNames.IsConstant(tensors) || needed[places[producer]])
            {
                continue;
            }

            var place = places[producer];
            needed[place] = true;
            foreach (var argument in producer.Arguments)
            {
                foreach (var each in Tensors(argument.Key, place))
                {
                    open.Push(each);
                }
            }
        }

        return needed;
    }

    private IEnumerable<IReadOnlyList<RecordedTensor>> Tensors(string argument, int place)
    {
        object?[] seen = [.. passes.Select(pass => pass.Calls[place].Arguments[argument])];
        if (seen[0] is RecordedTensor)
        {
            yield return [.. seen.Select(value => (RecordedTensor)value!)];
        }
        else if (seen[0] is RecordedTensor?[] list)
        {
            for (var k = 0; k < list.Length; k++)
            {
                if (list[k] is not null)
                {
                    yield return [.. seen.Select(value => ((RecordedTensor?[])value!)[k]!)];
                }
            }
        }
    }

    private void Add(int place)
    {
        var call = new Call(graph, values, [.. passes.Select(pass => pass.Calls[place])]);
        var rule = rules(call.First.Operator) ?? throw new InputException(
            "the model", $"the operator {call.First.Operator}", "operators that this export knows", "export another model");
        var names = rule(call);
        for (var k = 0; k < names.Length; k++)
        {
            values.Set([.. passes.Select(pass => pass.Calls[place].Results[k])], names[k]);
        }
    }
}
